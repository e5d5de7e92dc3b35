import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import { hasAstralCharacters, readTrace } from '../trace.ts'

const FILE = 'automerge-paper.json.gz'

/** What somebody once typed, as one Yjs update an edit. */
export interface TraceUpdates {
  readonly clientId: number
  readonly updates: readonly Uint8Array[]
  readonly text: string
}

/** A sequential trace; with `limit`, only its first edits. Throws an Error that says what is wrong with the file. */
export function traceUpdates(path: string, limit: number | null): TraceUpdates {
  const trace = readTrace(path)
  if (trace.agents !== 1 || hasAstralCharacters(trace)) throw new Error(`${path} is not a plain trace of one author`)
  const doc = new Y.Doc()
  const text = doc.getText(TEXT_NAME)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const { patches } of trace.transactions) {
    if (limit !== null && updates.length >= limit) break
    doc.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(position, deleted)
        if (inserted !== '') text.insert(position, inserted)
      }
    })
  }
  if (limit === null && text.toString() !== trace.endContent)
    throw new Error(`${path} ends in another text than it says`)
  return { clientId: doc.clientID, updates, text: text.toString() }
}

/** The same in fewer updates, of `edits` edits each, to fill many documents with. */
export function merged(updates: readonly Uint8Array[], edits: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(updates.length / edits) }, (_, i) =>
    Y.mergeUpdates(updates.slice(i * edits, (i + 1) * edits)),
  )
}

/** The trace to open: what was given, or the one of 259,778 edits in the folder WEFT_TRACES. Throws when there is none. */
export function findTrace(given: string | null): string {
  const folder = process.env['WEFT_TRACES']
  const path = given ?? (folder === undefined ? null : join(folder, FILE))
  if (path === null) throw new RangeError(`--trace FILE is missing, or WEFT_TRACES, a folder with ${FILE}`)
  if (!existsSync(path)) throw new RangeError(`there is no ${path}`)
  return path
}
