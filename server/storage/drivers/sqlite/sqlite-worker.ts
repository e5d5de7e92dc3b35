import { workerData } from 'node:worker_threads'
import { systemClock } from '../../../lib/clock.ts'
import { serveCalls } from '../../../lib/worker-calls.ts'
import type { Identity, NewAccount, NewSession, PasswordChange } from '../../account-store.ts'
import type { AccessRequest, NewShareLink, Visit } from '../../access-store.ts'
import type { NewPublication } from '../../publication-store.ts'
import type { NewDocument, Rebase, Snapshot } from '../../storage.ts'
import type { Role } from '../../../../shared/access/roles.ts'
import { onTables, openDataDirectory } from './data-directory.ts'
import { GuestAdoption } from './guest-adoption.ts'
import { SqliteAccess } from './sqlite-access.ts'
import { SqliteAccounts } from './sqlite-accounts.ts'
import { SqliteActors } from './sqlite-actors.ts'
import { SqliteDocuments } from './sqlite-documents.ts'
import { SqliteLog } from './sqlite-log.ts'
import type { AppendHeader } from './sqlite-log.ts'
import { SqlitePublications } from './sqlite-publications.ts'
import { SqliteSessions } from './sqlite-sessions.ts'
import { SqliteSettings } from './sqlite-settings.ts'
import { Unpacking } from './unpacking.ts'

/** The thread that owns the database. Each call is one transaction, so nothing of one call is ever seen by another. */
const data = openDataDirectory((workerData as { directory: string }).directory)
const { database, journal } = data
const { documents, actors, log, settings, access, sessions, accounts, adoption, publications } = onTables(
  database,
  () => {
    const actors = new SqliteActors(database)
    const documents = new SqliteDocuments(database, actors, journal)
    const sessions = new SqliteSessions(database)
    return {
      actors,
      documents,
      log: new SqliteLog(database, documents, actors, journal),
      settings: new SqliteSettings(database),
      access: new SqliteAccess(database, actors),
      sessions,
      accounts: new SqliteAccounts(database, sessions),
      adoption: new GuestAdoption(database),
      publications: new SqlitePublications(database, documents, actors),
    }
  },
)
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
  findAccess: (document: string, tokenHash: Uint8Array, secretHash: Uint8Array | null) =>
    access.find(document, tokenHash, secretHash),
  standing: (document: string, actor: string) => access.standing(document, actor),
  enter: (document: string, actor: string, visit: Visit, at: number) => access.enter(document, actor, visit, at),
  links: (document: string) => access.links(document),
  addLink: (document: string, link: NewShareLink, limit: number) => access.addLink(document, link, limit),
  revokeLink: (document: string, link: string, at: number) => access.revokeLink(document, link, at),
  restoreLink: (document: string, link: string, at: number) => access.restoreLink(document, link, at),
  rotateLink: (document: string, link: string, secretHash: Uint8Array, at: number) =>
    access.rotateLink(document, link, secretHash, at),
  people: (document: string, limit: number) => access.people(document, limit),
  decide: (document: string, actor: string, role: Role | null, at: number) => access.decide(document, actor, role, at),
  transfer: (document: string, from: string, to: string, at: number) => access.transfer(document, from, to, at),
  withdraw: (document: string, actor: string, at: number) => access.withdraw(document, actor, at),
  ask: (document: string, request: AccessRequest, limit: number) => access.ask(document, request, limit),
  requests: (document: string) => access.requests(document),
  dismiss: (document: string, actor: string) => access.dismiss(document, actor),
  publish: (document: string, publication: NewPublication) => publications.publish(document, publication),
  withdrawPublication: (document: string) => publications.withdraw(document),
  publicationOf: (document: string) => publications.of(document),
  findPublished: (slugs: readonly string[]) => publications.find(slugs),
  hasNoAccount: () => accounts.isEmpty(),
  addAccount: (account: NewAccount) => accounts.add(account),
  accountByEmail: (email: string) => accounts.byEmail(email),
  accountByIdentity: (identity: Identity) => accounts.byIdentity(identity),
  accountsAmong: (actors: readonly string[]) => accounts.among(actors),
  setPassword: (account: string, change: PasswordChange, at: number) => accounts.setPassword(account, change, at),
  addReset: (account: string, secretHash: Uint8Array, expiresAt: number) =>
    accounts.addReset(account, secretHash, expiresAt),
  useReset: (secretHash: Uint8Array, passwordHash: string, at: number) =>
    accounts.useReset(secretHash, passwordHash, at),
  startSession: (session: NewSession, limit: number) => sessions.startSession(session, limit),
  session: (tokenHash: Uint8Array, at: number) => sessions.session(tokenHash, at),
  sessions: (account: string, at: number) => sessions.sessions(account, at),
  endSession: (account: string, session: string, at: number) => sessions.endSession(account, session, at),
  endAllSessions: (at: number) => sessions.endAllSessions(at),
  endedSessions: (since: number, at: number) => sessions.endedSessions(since, at),
  countGuestDocuments: (guestTokenHash: Uint8Array) => adoption.countGuestDocuments(guestTokenHash),
  adoptGuest: (account: string, guestTokenHash: Uint8Array) => adoption.adoptGuest(account, guestTokenHash),
  sweepAccounts: (before: number) => accounts.sweep(before),
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
