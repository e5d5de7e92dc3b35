import type { DocumentMaker } from '../../server/rooms/document-maker.ts'
import { makeSnapshot, readText, replayText, tryUpdate } from '../../server/rooms/made-documents.ts'
import { mendDocument } from '../../server/rooms/mended-documents.ts'

/** What production does in a worker thread, done in place. */
export const inlineMaker: DocumentMaker = {
  snapshot: async (snapshot, updates) => makeSnapshot(snapshot, updates),
  text: async (snapshot, updates) => readText(snapshot, updates),
  replay: async (frames, count) => replayText(frames, count),
  trial: async (snapshot, updates, update) => tryUpdate(snapshot, updates, update),
  mend: async (snapshot, updates) => mendDocument(snapshot, updates),
}
