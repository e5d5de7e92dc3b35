import { workerData } from 'node:worker_threads'
import { systemClock } from '../../../lib/clock.ts'
import { serveCalls } from '../../../lib/worker-calls.ts'
import type { NewDocument, Rebase, Snapshot } from '../../storage.ts'
import { openDataDirectory } from './data-directory.ts'
import { SqliteActors } from './sqlite-actors.ts'
import { SqliteDocuments } from './sqlite-documents.ts'
import { SqliteLog } from './sqlite-log.ts'
import type { AppendHeader } from './sqlite-log.ts'
import { SqliteSettings } from './sqlite-settings.ts'
import { Unpacking } from './unpacking.ts'

/** The thread that owns the database. Each call is one transaction, so nothing of one call is ever seen by another. */
const data = openDataDirectory((workerData as { directory: string }).directory)
const { database, journal } = data
const actors = new SqliteActors(database)
const documents = new SqliteDocuments(database, actors, journal)
const log = new SqliteLog(database, documents, actors, journal)
const settings = new SqliteSettings(database)
const unpacking = new Unpacking(journal, systemClock)

/** Of the batch that could not be stored last; 0 when a later one could. */
let refusedBytes = 0

const methods = {
  append: (batch: readonly AppendHeader[], frames: Uint8Array, at: number) => {
    refusedBytes = frames.byteLength + 1
    const answers = log.append(batch, frames, at)
    refusedBytes = 0
    unpacking.plan()
    return answers
  },
  load: (document: string) => log.load(document),
  readAfter: (document: string, after: number) => log.readAfter(document, after),
  fold: (document: string, epoch: number, snapshot: Snapshot) => log.fold(document, epoch, snapshot),
  pack: (document: string) => log.pack(document),
  rebase: (document: string, epoch: number, base: Rebase) => log.rebase(document, epoch, base),
  history: (document: string, first: number, last: number) => log.history(document, first, last),
  create: (document: NewDocument) => documents.create(document),
  find: (document: string) => documents.find(document),
  rename: (document: string, title: string | null) => documents.rename(document, title),
  delete: (document: string, at: number) => {
    log.forget(document)
    return documents.delete(document, at)
  },
  sweepUnedited: (createdBefore: number, except: readonly string[]) => documents.sweepUnedited(createdBefore, except),
  bindClients: (document: string, actor: string, clientIds: readonly number[]) =>
    documents.bindClients(document, actor, clientIds),
  countUnbound: (document: string, clientIds: readonly number[]) => documents.countUnbound(document, clientIds),
  resolve: (tokenHash: Uint8Array, freshId: string, at: number) => actors.resolve(tokenHash, freshId, at),
  knows: (tokenHash: Uint8Array) => actors.knows(tokenHash),
  relayUntil: () => settings.relayUntil(),
  setRelayUntil: (at: number) => settings.setRelayUntil(at),
  /** An empty transaction takes the write lock without writing. After a save that failed that tells too little. */
  check: () => {
    database.transaction(() => {})
    if (refusedBytes === 0) return
    // What a full journal would need before the next save.
    journal.unpack()
    data.probe(refusedBytes)
    refusedBytes = 0
  },
}

/** What the main thread may call. */
export type SqliteCalls = typeof methods

serveCalls(methods, () => {
  unpacking.finish()
  data.close()
})
