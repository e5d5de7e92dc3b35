import { serveCalls } from '../lib/worker-calls.ts'
import { makeSnapshot, readText, replayText, tryUpdate } from './made-documents.ts'
import { mendDocument } from './mended-documents.ts'

/** The worker thread of `DocumentWorker`. */
export type DocumentCalls = typeof calls

const calls = { snapshot: makeSnapshot, text: readText, replay: replayText, trial: tryUpdate, mend: mendDocument }

serveCalls(calls)
