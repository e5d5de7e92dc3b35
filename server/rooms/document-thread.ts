import { serveCalls } from '../lib/worker-calls.ts'
import { makeSnapshot } from './made-documents.ts'

/** The worker thread of `DocumentWorker`. */
export type DocumentCalls = typeof calls

const calls = { snapshot: makeSnapshot }

serveCalls(calls)
