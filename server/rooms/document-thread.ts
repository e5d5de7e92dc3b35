import { serveCalls } from '../lib/worker-calls.ts'
import { makeSeed, makeSnapshot } from './made-documents.ts'

/** The worker thread of `DocumentWorker`. */
export type DocumentCalls = typeof calls

const calls = { snapshot: makeSnapshot, seed: makeSeed }

serveCalls(calls)
