import { Worker } from 'node:worker_threads'
import { joinFrames, splitFrames } from '../../../../shared/protocol/frames.ts'
import { builtModule } from '../../../lib/built-module.ts'
import { WorkerCalls } from '../../../lib/worker-calls.ts'
import { DamagedDocument, StorageError } from '../../storage.ts'
import type { AccountStore } from '../../account-store.ts'
import type { AdminStore } from '../../admin-store.ts'
import type { AccessStore } from '../../access-store.ts'
import type { FileStore } from '../../file-store.ts'
import type { LibraryStore } from '../../library-store.ts'
import type { PublicationStore } from '../../publication-store.ts'
import type { ActorStore, DocumentStore, NewSnapshot, SettingsStore, Storage, UpdateLog } from '../../storage.ts'
import type { SqliteCalls } from './sqlite-worker.ts'

/** What a call leaves behind is garbage at once; with V8's default some 20 MB of it would be kept. */
const YOUNG_GENERATION_MB = 4

/**
 * The embedded driver: one SQLite file, `weft.db` in the data directory, owned by a worker thread, so that no fsync is ever
 * waited for on the event loop. Calls run one at a time in the order they were made.
 */
export class SqliteStorage implements Storage {
  readonly log: UpdateLog
  readonly documents: DocumentStore
  readonly actors: ActorStore
  readonly settings: SettingsStore
  readonly access: AccessStore
  readonly accounts: AccountStore
  readonly admin: AdminStore
  readonly library: LibraryStore
  readonly publications: PublicationStore
  readonly files: FileStore
  /** Resolves, to the reason, when the worker thread died: from then on every call rejects. */
  readonly lost: Promise<Error>
  readonly #calls: WorkerCalls<SqliteCalls>

  /**
   * Creates `directory` and the database when they do not exist, and migrates an older one. Rejects with a `StorageError`
   * written for the operator, and leaves the file alone, when another server runs on the folder, or the file is damaged, not
   * Weft's, or of a newer version.
   */
  static async open({ directory }: { readonly directory: string }): Promise<SqliteStorage> {
    const worker = new Worker(builtModule('./sqlite-worker.js', import.meta.url), {
      workerData: { directory },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    })
    const storage = new SqliteStorage(new WorkerCalls<SqliteCalls>(worker))
    await storage.check()
    return storage
  }

  private constructor(calls: WorkerCalls<SqliteCalls>) {
    this.#calls = calls
    this.lost = calls.died
    this.log = updateLog(calls)
    this.documents = documentStore(calls)
    this.actors = {
      resolve: (tokenHash, freshId, at) => stored(calls.call('resolve', [owned(tokenHash), freshId, at])),
      knows: (tokenHash) => stored(calls.call('knows', [owned(tokenHash)])),
    }
    this.settings = {
      relayUntil: () => stored(calls.call('relayUntil', [])),
      setRelayUntil: (at) => stored(calls.call('setRelayUntil', [at])),
    }
    this.access = accessStore(calls)
    this.accounts = accountStore(calls)
    this.admin = adminStore(calls)
    this.library = {
      page: (tokenHash, after, limit) => stored(calls.call('libraryPage', [owned(tokenHash), after, limit])),
      archive: (document, actor, at) => stored(calls.call('archive', [document, actor, at])),
      trashOwner: (document) => stored(calls.call('trashOwner', [document])),
    }
    this.publications = {
      publish: (document, publication) => stored(calls.call('publish', [document, publication])),
      withdraw: (document, by, at) => stored(calls.call('withdrawPublication', [document, by, at])),
      of: (document) => stored(calls.call('publicationOf', [document])),
      find: (slugs) => stored(calls.call('findPublished', [[...slugs]])),
    }
    this.files = {
      add: (document, file, bounds) =>
        stored(calls.call('addFile', [document, { ...file, sha256: owned(file.sha256) }, bounds])),
      find: (document, id) => stored(calls.call('findFile', [document, id])),
      list: (document) => stored(calls.call('listFiles', [document])),
      used: (document, actor) => stored(calls.call('usedFiles', [document, actor])),
      remove: (document, id) => stored(calls.call('removeFile', [document, id])),
      unnamed: (blobs) => stored(calls.call('unnamedBlobs', [[...blobs]])),
    }
  }

  check(): Promise<void> {
    return stored(this.#calls.call('check', []))
  }

  close(): Promise<void> {
    return this.#calls.close()
  }
}

function updateLog(calls: WorkerCalls<SqliteCalls>): UpdateLog {
  return {
    append(batch, at) {
      const headers = batch.map(({ document, epoch, updates }) => ({
        document,
        epoch,
        updates: updates.map(({ actor, clientId }) => ({ actor, clientId })),
      }))
      const frames = joinFrames(batch.flatMap(({ updates }) => updates.map(({ update }) => update)))
      return stored(calls.call('append', [headers, frames, at], [frames.buffer]))
    },

    async load(document) {
      const head = await stored(calls.call('load', [document]), document)
      return head && { ...head, tail: splitFrames(head.tail) }
    },

    async readAfter(document, after) {
      const tail = await stored(calls.call('readAfter', [document, after]), document)
      return tail && { ...tail, updates: splitFrames(tail.updates) }
    },

    fold(document, epoch, snapshot) {
      const { copy, transfer } = ownedSnapshot(snapshot)
      return stored(calls.call('fold', [document, epoch, copy], transfer), document)
    },

    async pack(document) {
      let isMore = true
      while (isMore) isMore = await stored(calls.call('pack', [document]), document)
    },

    rebase(document, epoch, base) {
      const { copy, transfer } = ownedSnapshot(base.snapshot)
      return stored(calls.call('rebase', [document, epoch, { ...base, snapshot: copy }], transfer), document)
    },

    history: (document, first, last) => stored(calls.call('history', [document, first, last]), document),
    authorsUpTo: (document, sequence) => stored(calls.call('authorsUpTo', [document, sequence]), document),
    updatesFrom: (document, sequence) => stored(calls.call('updatesFrom', [document, sequence]), document),
  }
}

function documentStore(calls: WorkerCalls<SqliteCalls>): DocumentStore {
  return {
    create(document) {
      const seed = document.seed && { ...document.seed, update: owned(document.seed.update) }
      const more = (document.more ?? []).map(owned)
      return stored(calls.call('create', [{ ...document, keyHash: owned(document.keyHash), seed, more }]))
    },
    find: (document) => stored(calls.call('find', [document])),
    rename: (document, title) => stored(calls.call('rename', [document, title])),
    trash: (document, by, at) => stored(calls.call('trash', [document, by, at])),
    restore: (document, by, at) => stored(calls.call('restore', [document, by, at])),
    delete: (document, by, at) => stored(calls.call('delete', [document, by, at])),
    purge: (document, by, at) => stored(calls.call('purge', [document, by, at])),
    sweepTrash: (trashedBefore, at) => stored(calls.call('sweepTrash', [trashedBefore, at])),
    heedDeleted: (since) => stored(calls.call('heedDeleted', [since])),
    sweepUnedited: (createdBefore, except) => stored(calls.call('sweepUnedited', [createdBefore, except])),
    bindClients: (document, actor, clientIds) => stored(calls.call('bindClients', [document, actor, clientIds])),
    countUnbound: (document, clientIds) => stored(calls.call('countUnbound', [document, clientIds])),
  }
}

function accessStore(calls: WorkerCalls<SqliteCalls>): AccessStore {
  return {
    find: (document, tokenHash, secretHash) =>
      stored(calls.call('findAccess', [document, owned(tokenHash), secretHash && owned(secretHash)])),
    standing: (document, actor) => stored(calls.call('standing', [document, actor])),
    enter: (document, actor, { secretHash, name }, at) => {
      const visit = { secretHash: secretHash && owned(secretHash), name }
      return stored(calls.call('enter', [document, actor, visit, at]))
    },
    links: (document) => stored(calls.call('links', [document])),
    addLink: (document, link, limit) =>
      stored(calls.call('addLink', [document, { ...link, secretHash: owned(link.secretHash) }, limit])),
    revokeLink: (document, link, by, at) => stored(calls.call('revokeLink', [document, link, by, at])),
    restoreLink: (document, link, by, at) => stored(calls.call('restoreLink', [document, link, by, at])),
    rotateLink: (document, link, secretHash, by, at) =>
      stored(calls.call('rotateLink', [document, link, owned(secretHash), by, at])),
    people: (document, limit) => stored(calls.call('people', [document, limit])),
    decide: (document, actor, decision) => stored(calls.call('decide', [document, actor, decision])),
    transfer: (document, from, to, at) => stored(calls.call('transfer', [document, from, to, at])),
    withdraw: (document, actor, at) => stored(calls.call('withdraw', [document, actor, at])),
    ask: (document, request, limit) => stored(calls.call('ask', [document, request, limit])),
    requests: (document) => stored(calls.call('requests', [document])),
    dismiss: (document, actor, by, at) => stored(calls.call('dismiss', [document, actor, by, at])),
  }
}

function accountStore(calls: WorkerCalls<SqliteCalls>): AccountStore {
  return {
    isEmpty: () => stored(calls.call('hasNoAccount', [])),
    among: (actors) => stored(calls.call('accountsAmong', [[...actors]])),
    add: ({ actorTokenHash, invitationHash, ...account }) => {
      const hashes = {
        actorTokenHash: owned(actorTokenHash),
        invitationHash: invitationHash && owned(invitationHash),
      }
      return stored(calls.call('addAccount', [{ ...account, ...hashes }]))
    },
    byId: (id) => stored(calls.call('accountById', [id])),
    byEmail: (email) => stored(calls.call('accountByEmail', [email])),
    byIdentity: ({ issuer, subject }) => stored(calls.call('accountByIdentity', [{ issuer, subject }])),
    setPassword: (account, change, at) => stored(calls.call('setPassword', [account, change, at])),
    addReset: (account, { secretHash, ...reset }) =>
      stored(calls.call('addReset', [account, { ...reset, secretHash: owned(secretHash) }])),
    useReset: (secretHash, passwordHash, at) => stored(calls.call('useReset', [owned(secretHash), passwordHash, at])),
    startSession: ({ tokenHash, ...session }, limit) =>
      stored(calls.call('startSession', [{ ...session, tokenHash: owned(tokenHash) }, limit])),
    session: (tokenHash, at) => stored(calls.call('session', [owned(tokenHash), at])),
    sessions: (account, at) => stored(calls.call('sessions', [account, at])),
    endSession: (account, session, by, at) => stored(calls.call('endSession', [account, session, by, at])),
    endSessions: (account, by, at) => stored(calls.call('endSessions', [account, by, at])),
    setSuspended: (account, isSuspended, by, at) => stored(calls.call('setSuspended', [account, isSuspended, by, at])),
    setAdmin: (account, isAdmin, by, at) => stored(calls.call('setAdmin', [account, isAdmin, by, at])),
    endAllSessions: (at) => stored(calls.call('endAllSessions', [at])),
    endedSessions: (since, at) => stored(calls.call('endedSessions', [since, at])),
    countGuestDocuments: (guestTokenHash) => stored(calls.call('countGuestDocuments', [owned(guestTokenHash)])),
    adoptGuest: (account, guestTokenHash, at) => stored(calls.call('adoptGuest', [account, owned(guestTokenHash), at])),
    sweep: (before) => stored(calls.call('sweepAccounts', [before])),
  }
}

function adminStore(calls: WorkerCalls<SqliteCalls>): AdminStore {
  return {
    accounts: (page) => stored(calls.call('listAccounts', [page])),
    sessions: (page, at) => stored(calls.call('listSessions', [page, at])),
    documents: (page) => stored(calls.call('listDocuments', [page])),
    audit: (page) => stored(calls.call('listDeeds', [page])),
    usage: () => stored(calls.call('usage', [])),
    noteExport: (document, by, at) => stored(calls.call('noteExport', [document, by, at])),
    sweepAudit: (at) => stored(calls.call('sweepAudit', [at])),
  }
}

/** A copy with memory of its own: what comes off a socket is a view, and a view crosses with everything under it. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

function ownedSnapshot(snapshot: NewSnapshot): { copy: NewSnapshot; transfer: ArrayBuffer[] } {
  const bytes = owned(snapshot.bytes)
  const stateVector = owned(snapshot.stateVector)
  return { copy: { ...snapshot, bytes, stateVector }, transfer: [bytes.buffer, stateVector.buffer] }
}

/** The answer, or the error as this side's own. `document` is the one the call is about. */
async function stored<Result>(answer: Promise<Result>, document?: string): Promise<Result> {
  try {
    return await answer
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const isDamage = document !== undefined && error instanceof Error && error.name === 'DamagedDocument'
    throw isDamage
      ? new DamagedDocument(document, message, { cause: error })
      : new StorageError(message, { cause: error })
  }
}
