import { workerData } from 'node:worker_threads'
import { systemClock } from '../../../lib/clock.ts'
import { serveCalls } from '../../../lib/worker-calls.ts'
import type { PageRequest } from '../../admin-store.ts'
import type { Identity, NewAccount, NewReset, NewSession, PasswordChange } from '../../account-store.ts'
import type { AccessRequest, NewDecision, NewShareLink, Visit } from '../../access-store.ts'
import type { FileBounds, NewFile } from '../../file-store.ts'
import type { NewPublication } from '../../publication-store.ts'
import type { NewDocument, NewSnapshot, Rebase } from '../../storage.ts'
import { onTables, openDataDirectory } from './data-directory.ts'
import { GuestAdoption } from './guest-adoption.ts'
import { SqliteAccess } from './sqlite-access.ts'
import { SqliteAccounts } from './sqlite-accounts.ts'
import { SqliteActors } from './sqlite-actors.ts'
import { SqliteAdmin } from './sqlite-admin.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import { SqliteDocuments } from './sqlite-documents.ts'
import { SqliteFiles } from './sqlite-files.ts'
import { SqliteLibrary } from './sqlite-library.ts'
import { SqliteLog } from './sqlite-log.ts'
import type { AppendHeader } from './sqlite-log.ts'
import { SqlitePublications } from './sqlite-publications.ts'
import { SqliteSessions } from './sqlite-sessions.ts'
import { SqliteSettings } from './sqlite-settings.ts'
import { Unpacking } from './unpacking.ts'

/** The thread that owns the database. Each call is one transaction, so nothing of one call is ever seen by another. */
const data = openDataDirectory((workerData as { directory: string }).directory)
const { database, journal } = data
const {
  documents,
  actors,
  log,
  settings,
  access,
  library,
  sessions,
  accounts,
  adoption,
  audit,
  admin,
  publications,
  files,
} = onTables(database, () => {
  const actors = new SqliteActors(database)
  const documents = new SqliteDocuments(database, actors, journal)
  const log = new SqliteLog(database, documents, actors, journal)
  const sessions = new SqliteSessions(database)
  return {
    actors,
    documents,
    log,
    settings: new SqliteSettings(database),
    access: new SqliteAccess(database, actors),
    library: new SqliteLibrary(database, actors, journal),
    sessions,
    accounts: new SqliteAccounts(database, sessions),
    adoption: new GuestAdoption(database),
    audit: new SqliteAudit(database),
    admin: new SqliteAdmin(database, documents, log),
    publications: new SqlitePublications(database, documents, actors),
    files: new SqliteFiles(database, actors),
  }
})
const unpacking = new Unpacking(journal, systemClock)
unpacking.plan()

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
  fold: (document: string, epoch: number, snapshot: NewSnapshot) => log.fold(document, epoch, snapshot),
  pack: (document: string) => log.pack(document),
  rebase: (document: string, epoch: number, base: Rebase) => log.rebase(document, epoch, base),
  history: (document: string, first: number, last: number) => log.history(document, first, last),
  authorsUpTo: (document: string, sequence: number) => log.authorsUpTo(document, sequence),
  updatesFrom: (document: string, sequence: number) => log.updatesFrom(document, sequence),
  create: (document: NewDocument) => documents.create(document),
  find: (document: string) => documents.find(document),
  rename: (document: string, title: string | null) => documents.rename(document, title),
  trash: (document: string, by: string, at: number) => {
    log.forget(document)
    return documents.trash(document, by, at)
  },
  restore: (document: string, by: string, at: number) => {
    log.forget(document)
    return documents.restore(document, by, at)
  },
  delete: (document: string, by: string, at: number) => {
    log.forget(document)
    return documents.delete(document, by, at)
  },
  heedDeleted: (since: number) => {
    const deleted = documents.heedDeleted(since)
    for (const document of deleted) log.forget(document)
    return deleted
  },
  // Nothing is known of the logs of documents in the trash: they cannot be appended to.
  purge: (document: string, by: string, at: number) => documents.purge(document, by, at),
  sweepTrash: (trashedBefore: number, at: number) => documents.sweepTrash(trashedBefore, at),
  sweepUnedited: (createdBefore: number, except: readonly string[]) => documents.sweepUnedited(createdBefore, except),
  bindClients: (document: string, actor: string, clientIds: readonly number[]) =>
    documents.bindClients(document, actor, clientIds),
  countUnbound: (document: string, clientIds: readonly number[]) => documents.countUnbound(document, clientIds),
  resolve: (tokenHash: Uint8Array, freshId: string, at: number) => actors.resolve(tokenHash, freshId, at),
  knows: (tokenHash: Uint8Array) => actors.knows(tokenHash),
  relayUntil: () => settings.relayUntil(),
  setRelayUntil: (at: number) => settings.setRelayUntil(at),
  findAccess: (document: string, tokenHash: Uint8Array, secretHash: Uint8Array | null) =>
    access.find(document, tokenHash, secretHash),
  standing: (document: string, actor: string) => access.standing(document, actor),
  enter: (document: string, actor: string, visit: Visit, at: number) => access.enter(document, actor, visit, at),
  links: (document: string) => access.links(document),
  addLink: (document: string, link: NewShareLink, limit: number) => access.addLink(document, link, limit),
  revokeLink: (document: string, link: string, by: string, at: number) => access.revokeLink(document, link, by, at),
  restoreLink: (document: string, link: string, by: string, at: number) => access.restoreLink(document, link, by, at),
  rotateLink: (document: string, link: string, secretHash: Uint8Array, by: string, at: number) =>
    access.rotateLink(document, link, secretHash, by, at),
  people: (document: string, limit: number) => access.people(document, limit),
  decide: (document: string, actor: string, decision: NewDecision) => access.decide(document, actor, decision),
  transfer: (document: string, from: string, to: string, at: number) => access.transfer(document, from, to, at),
  withdraw: (document: string, actor: string, at: number) => access.withdraw(document, actor, at),
  ask: (document: string, request: AccessRequest, limit: number) => access.ask(document, request, limit),
  requests: (document: string) => access.requests(document),
  dismiss: (document: string, actor: string, by: string, at: number) => access.dismiss(document, actor, by, at),
  libraryPage: (tokenHash: Uint8Array, after: string | null, limit: number) => library.page(tokenHash, after, limit),
  archive: (document: string, actor: string, at: number | null) => library.archive(document, actor, at),
  trashOwner: (document: string) => library.trashOwner(document),
  publish: (document: string, publication: NewPublication) => publications.publish(document, publication),
  withdrawPublication: (document: string, by: string, at: number) => publications.withdraw(document, by, at),
  publicationOf: (document: string) => publications.of(document),
  findPublished: (slugs: readonly string[]) => publications.find(slugs),
  addFile: (document: string, file: NewFile, bounds: FileBounds) => files.add(document, file, bounds),
  findFile: (document: string, id: string) => files.find(document, id),
  listFiles: (document: string) => files.list(document),
  usedFiles: (document: string, actor: string) => files.used(document, actor),
  removeFile: (document: string, id: string) => files.remove(document, id),
  unnamedBlobs: (blobs: readonly string[]) => files.unnamed(blobs),
  hasNoAccount: () => accounts.isEmpty(),
  addAccount: (account: NewAccount) => accounts.add(account),
  accountById: (id: string) => accounts.byId(id),
  accountByEmail: (email: string) => accounts.byEmail(email),
  accountByIdentity: (identity: Identity) => accounts.byIdentity(identity),
  accountsAmong: (actors: readonly string[]) => accounts.among(actors),
  setPassword: (account: string, change: PasswordChange, at: number) => accounts.setPassword(account, change, at),
  addReset: (account: string, reset: NewReset) => accounts.addReset(account, reset),
  useReset: (secretHash: Uint8Array, passwordHash: string, at: number) =>
    accounts.useReset(secretHash, passwordHash, at),
  startSession: (session: NewSession, limit: number) => sessions.startSession(session, limit),
  session: (tokenHash: Uint8Array, at: number) => sessions.session(tokenHash, at),
  sessions: (account: string, at: number) => sessions.sessions(account, at),
  endSession: (account: string, session: string, by: string, at: number) =>
    sessions.endSession(account, session, by, at),
  endSessions: (account: string, by: string, at: number) => accounts.endSessions(account, by, at),
  setSuspended: (account: string, isSuspended: boolean, by: string, at: number) =>
    accounts.setSuspended(account, isSuspended, by, at),
  setAdmin: (account: string, isAdmin: boolean, by: string, at: number) => accounts.setAdmin(account, isAdmin, by, at),
  endAllSessions: (at: number) => sessions.endAllSessions(at),
  endedSessions: (since: number, at: number) => sessions.endedSessions(since, at),
  countGuestDocuments: (guestTokenHash: Uint8Array) => adoption.countGuestDocuments(guestTokenHash),
  adoptGuest: (account: string, guestTokenHash: Uint8Array, at: number) =>
    adoption.adoptGuest(account, guestTokenHash, at),
  sweepAccounts: (before: number) => accounts.sweep(before),
  listAccounts: (page: PageRequest) => admin.accounts(page),
  listSessions: (page: PageRequest, at: number) => admin.sessions(page, at),
  listDocuments: (page: PageRequest) => admin.documents(page),
  listDeeds: (page: PageRequest) => admin.audit(page),
  usage: () => admin.usage(),
  noteExport: (document: string, by: string, at: number) =>
    database.transaction(() => audit.note({ deed: 'document-exported', at, by, document })),
  sweepAudit: (at: number) => audit.sweep(at),
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
