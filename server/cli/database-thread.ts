import { join } from 'node:path'
import { type StoredLog, faultOf } from '../rooms/checked-log.ts'
import { type StoredDocument, SqliteReader, copyDatabase, isOlder } from '../storage/drivers/sqlite/sqlite-reader.ts'
import { salvagedText } from '../rooms/salvaged-text.ts'
import { UPLOADS_NAME } from '../storage/drivers/disk/disk-blobs.ts'
import { blobsOfDocument, namedBlobs } from '../storage/drivers/sqlite/named-blobs.ts'
import type { PageRequest } from '../storage/admin-store.ts'
import { FIRST_MARK, nextMark } from '../storage/mark.ts'
import { type SalvagedName, SqliteSalvage } from '../storage/drivers/sqlite/sqlite-salvage.ts'
import { type RescuedDocument, rescueDocument } from './rescued-document.ts'
import { serveCalls } from '../lib/worker-calls.ts'

/**
 * The worker thread of the commands: SQLite and Yjs hold their thread up, and the main one has progress to show and signals
 * to heed.
 */
export type DatabaseCalls = typeof calls

/** Markdown. */
export interface ReadDocument {
  readonly text: string
}

/** Later ones begin with a text of their own. */
const FIRST_EPOCH = 1

let reader: SqliteReader | null = null
let salvage: SqliteSalvage | null = null
/** Of the folder that `salvage` reads. */
let uploads = ''

function opened(): SqliteReader {
  if (reader === null) throw new Error('the database was not opened')
  return reader
}

const calls = {
  copy: copyDatabase,
  isOlder,
  namedBlobs,
  blobsOfDocument,
  open: (directory: string): number => {
    reader?.close()
    reader = new SqliteReader(directory)
    return reader.count()
  },
  overview: () => opened().overview(),
  checkFile: () => opened().checkFile(),
  idsAfter: (id: string) => opened().idsAfter(id),
  /** Null when the document is sound, or gone by now. */
  checkDocument: (id: string): string | null => {
    const stored = opened().read(id)
    return stored && (rowFault(stored) ?? faultOf(logOf(stored)))
  },
  list: (page: PageRequest) => opened().list(page),
  read: (id: string): ReadDocument | null => {
    const stored = opened().read(id)
    if (stored === null) return null
    const { record, snapshot, history } = stored
    const updates = history.filter(({ quarantined }) => !quarantined)
    return { text: salvagedText({ snapshot, updates, mended: record.epoch > FIRST_EPOCH }) }
  },
  openSalvage: (directory: string): SalvagedName[] => {
    salvage = new SqliteSalvage(directory)
    uploads = join(directory, UPLOADS_NAME)
    return salvage.documents()
  },
  rescue: (name: SalvagedName, folder: string): RescuedDocument => {
    if (salvage === null) throw new Error('the database was not opened')
    return rescueDocument(salvage, name, folder, uploads)
  },
}

/** What is wrong with the rows, whatever is in their updates. */
function rowFault({ record, history, mark, bound }: StoredDocument): string | null {
  const gap = history.find(({ sequence }, index) => sequence !== index + 1)
  if (gap !== undefined) return `its history goes on at update ${gap.sequence} where another one belongs`
  if (history.length !== record.sequence) return `its history ends at ${history.length}, not at ${record.sequence}`
  if (history.reduce((mark, { update }) => nextMark(mark, update), FIRST_MARK) !== mark) {
    return 'its history, from the first update on, does not lead to the mark at its end'
  }
  const unbound = history.find(({ clientId }) => !bound.has(clientId))
  if (unbound !== undefined) return `nobody is bound to the clientID of update ${unbound.sequence}`
  return null
}

function logOf({ record, snapshot, tail, history }: StoredDocument): StoredLog {
  return {
    snapshot: snapshot?.bytes ?? null,
    tail,
    history: record.epoch === FIRST_EPOCH ? history.map(({ update }) => update) : null,
  }
}

serveCalls(calls, () => {
  reader?.close()
  salvage?.close()
})
