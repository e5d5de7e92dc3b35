import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS, MAX_REPLAY_MS } from '../shared/protocol/limits.ts'
import { createBudgets } from './access/budgets.ts'
import type { SignedInConnections } from './access/accounts.ts'
import type { DocumentHouse } from './access/administration.ts'
import { createTrust } from './access/address.ts'
import { createAccounts } from './access/create-accounts.ts'
import { NO_CEILING, Visitors } from './access/visitors.ts'
import type { Config } from './config.ts'
import { DocumentFiles, type FileLimits } from './files/document-files.ts'
import { FileExaminer } from './files/file-examiner.ts'
import { sweepBlobs } from './files/file-sweep.ts'
import { loadClientBuild } from './http/client-build.ts'
import { createHttpServer } from './http/http-server.ts'
import { Library } from './library/library.ts'
import type { Clock } from './lib/clock.ts'
import { PACKAGE_ROOT } from './lib/package-root.ts'
import { TurnQueue } from './lib/turn-queue.ts'
import type { Watch } from './lib/watch.ts'
import type { Logger } from './observability/log.ts'
import { Readiness } from './observability/readiness.ts'
import { StorageTrouble } from './observability/storage-trouble.ts'
import { PublishedPages } from './publishing/published-pages.ts'
import { ConnectionGuard } from './realtime/connection-guard.ts'
import { serveDocuments } from './realtime/gateway.ts'
import { admitsRequest } from './realtime/handshake.ts'
import { SessionWatch } from './realtime/session-watch.ts'
import { socketChannel } from './realtime/socket-channel.ts'
import { createSocketServer } from './realtime/socket-server.ts'
import { CommitLoop } from './rooms/commit-loop.ts'
import { watchDeletions } from './rooms/deletion-watch.ts'
import { DocumentWorker } from './rooms/document-worker.ts'
import { Load } from './rooms/load.ts'
import { RoomRegistry } from './rooms/room-registry.ts'
import { Snapshots } from './rooms/snapshots.ts'
import { Versions } from './rooms/versions.ts'
import { DiskBlobs, UPLOADS_NAME } from './storage/drivers/disk/disk-blobs.ts'
import { SqliteStorage } from './storage/drivers/sqlite/sqlite-storage.ts'
import { TRASH_KEPT_MS } from './storage/library-store.ts'
import { DamagedDocument, StorageError, type UpdateLog } from './storage/storage.ts'

/** A whole server in this process. */
export interface App {
  /** Resolves when people can come; rejects with Node's own error (`EADDRINUSE`). `url` ends in a slash. */
  listen(): Promise<{ readonly port: number; readonly url: string }>
  /**
   * Takes nobody in any more, commits and acknowledges what has arrived, tells the clients, and releases everything. May
   * be called before `listen` and more than once.
   */
  close(): Promise<void>
  /** Resolves, to the reason, when the server cannot go on: its storage died. What was acknowledged is on disk. */
  readonly broken: Promise<Error>
}

export interface AppParts {
  readonly clock: Clock
  readonly log: Logger
  /** The folder of the built client. */
  readonly clientDirectory?: URL
}

const MIB_BYTES = 1024 * 1024

const SWEEP_INTERVAL_MS = 60 * 60 * 1000

/** For a server that looks for what ended: longer than it can be kept from that. */
const ENDED_SESSION_KEPT_MS = 24 * 60 * 60 * 1000

/** How long a stopping server waits for connections to take what was sent to them. */
const FAREWELL_MS = 1000

/**
 * The composition root: the one place that chooses implementations. Rejects with a ClientBuildError or a StorageError, both
 * written for the operator, when there is nothing to serve or nowhere to store.
 */
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const { clock, log, clientDirectory = new URL('dist/client/', PACKAGE_ROOT) } = parts
  const { basePath, maxConnections, maxConnectionsPerAddress } = config
  const trust = createTrust(config.trustProxy)
  const build = await loadClientBuild(clientDirectory, basePath, config.offlineApp)
  const storage = await SqliteStorage.open({ directory: config.dataDirectory })
  const blobs = await openBlobs(config.dataDirectory, log)

  const budgets = createBudgets(config, clock)
  const visitors = config.accounts ? new Visitors(storage.accounts, clock, config.guests) : null
  let watch: SessionWatch | null = null
  const connections: SignedInConnections = {
    sessionsEnded: () => watch?.look(),
    renew: (tokenHashes) => watch?.renew(tokenHashes),
  }
  const documents = new DocumentWorker(clock)
  let deletions: Watch | null = null
  const house: DocumentHouse = {
    textOf: (document) => textOf(storage.log, documents, document),
    deleted: () => deletions?.look(),
  }
  const accounts =
    visitors && createAccounts(config, visitors, { storage, budgets, clock, connections, documents: house, log })

  const trouble = new StorageTrouble(log, clock)
  // A worker of their own: those who write never wait for those who read.
  const texts = new DocumentWorker(clock)
  const replays = new DocumentWorker(clock, MAX_REPLAY_MS)
  const pages = new PublishedPages({
    storage,
    maker: texts,
    clock,
    failed: (err) => trouble.failed('a published page could not be read', err),
  })

  const readiness = new Readiness(() => storage.check(), clock)
  const http = await createHttpServer({
    basePath,
    trust,
    build,
    accounts,
    library: () => library,
    files: () => files,
    publishing: config.publish ? { pages, budgets, clock, ancestors: config.embedAncestors } : null,
    keepsOffline: config.offlineApp,
    isReady: () => readiness.isReady(),
    maxConnections,
    log,
  })

  // Rooms, and the sockets through which they are reached.
  const draining = () => readiness.draining
  const guard = new ConnectionGuard({ clock, trust, maxConnections, maxConnectionsPerAddress, log })
  const admits = (request: IncomingMessage) => admitsRequest(request, trust)
  const sockets = createSocketServer(http.server, { basePath, guard, admits })
  const load = new Load(clock)
  const commits = new CommitLoop(storage.log, clock, load, {
    failed: (err) => {
      if (err instanceof StorageError) trouble.failed('a commit failed', err)
      else log.error({ err }, 'a commit failed')
    },
    stored: () => trouble.worked(),
  })
  const snapshots = new Snapshots(storage.log, documents, clock, {
    onError: (err, document) => log.error({ err, document }, 'a snapshot was given up'),
    onMended: (document, report) =>
      log.warn({ document, ...report }, 'a document could not go on as it was, and continues in a new epoch'),
  })
  const channel = socketChannel(sockets.documents)
  const limits = { idleMs: config.roomIdleSeconds * 1000, maxRooms: config.maxRooms }
  const maxDocumentBytes = config.maxDocumentMib * MIB_BYTES
  const ceilingOfGuests = visitors === null ? NO_CEILING : visitors.ceilingOfGuests
  const ports = {
    storage,
    channel,
    commits,
    load,
    snapshots,
    clock,
    maxDocumentBytes,
    ceilingOfGuests,
    publishes: config.publish,
  }
  const rooms = new RoomRegistry(ports, limits)
  const library = new Library({ storage, rooms, documents, budgets, clock, draining })
  const versions = new Versions({ log: storage.log, access: storage.access, maker: replays, clock })
  const joins = new TurnQueue(clock, MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS)
  const examiner = new FileExaminer(clock)
  const files = new DocumentFiles({ storage, blobs, examiner, budgets, clock, limits: fileLimits(config), draining })
  serveDocuments(
    sockets,
    { rooms, storage, budgets, joins, versions, clock, draining },
    { basePath, trust, clock, guard, visitors, draining },
    { log, trouble },
  )

  if (visitors !== null) {
    const failed = (err: unknown): void => trouble.failed('could not look for sessions that ended', err)
    watch = new SessionWatch(sockets.documents, { accounts: storage.accounts, clock, failed })
  }

  deletions = watchDeletions(rooms, {
    documents: storage.documents,
    clock,
    failed: (err) => trouble.failed('could not look for documents that were deleted', err),
  })

  const sweep = async (): Promise<void> => {
    if (visitors !== null) await storage.accounts.sweep(clock.now() - ENDED_SESSION_KEPT_MS)
    if (draining()) return
    await storage.admin.sweepAudit(clock.now())
    if (draining()) return
    const createdBefore = clock.now() - config.uneditedDocumentHours * 60 * 60 * 1000
    const unedited = await storage.documents.sweepUnedited(createdBefore, rooms.openDocuments)
    if (unedited > 0) log.info({ count: unedited }, 'removed documents that were never edited')
    const trashedBefore = clock.now() - TRASH_KEPT_MS
    let trashed = 0
    // A few at a time: saves wait for each.
    for (let swept = -1; swept !== 0 && !draining(); trashed += swept)
      swept = await storage.documents.sweepTrash(trashedBefore, clock.now())
    if (trashed > 0) log.info({ count: trashed }, 'removed documents that were in the trash for 30 days')
    const services = { files: storage.files, blobs, arriving: () => files.arriving, clock, isStopped: draining }
    const { retired, removed } = await sweepBlobs(services)
    if (retired + removed > 0) log.info({ retired, removed }, 'set aside and removed files that no document has')
  }
  const stopSweeping = repeat(clock, SWEEP_INTERVAL_MS, async () => {
    try {
      await sweep()
    } catch (err) {
      log.error({ err }, 'could not look for documents to remove')
    }
  })

  const close = async (): Promise<void> => {
    readiness.drain()
    const swept = stopSweeping()
    watch?.stop()
    deletions?.stop()
    pages.stop()
    // A disk that hangs must not keep people from being told: at half time what is left is refused, which the clients keep
    // and send again to the next server.
    await within(clock, (config.shutdownSeconds * 1000) / 2, commits.drained())
    rooms.closeAll('draining')
    await commits.drained()
    await within(clock, FAREWELL_MS, sockets.disconnect())
    http.hangUp()
    await sockets.close()
    await http.close()
    // A snapshot that is being made is given up: the log says the same without it.
    await Promise.all([snapshots.stop(), documents.close(), texts.close(), replays.close(), examiner.close()])
    await files.settled()
    await swept
    await storage.close()
  }

  let closed: Promise<void> | null = null
  return {
    listen: async () => {
      const port = await http.listen(config.port, config.host)
      return { port, url: `http://${urlHost(config.host)}:${port}${basePath}/` }
    },
    close: () => (closed ??= close()),
    broken: storage.lost,
  }
}

/** On a full disk documents can be read all the same, and files. */
async function openBlobs(dataDirectory: string, log: Logger): Promise<DiskBlobs> {
  const blobs = new DiskBlobs(join(dataDirectory, UPLOADS_NAME))
  try {
    await blobs.removeStaged()
  } catch (err) {
    if (!(err instanceof StorageError)) throw err
    log.error({ err }, 'what was left of uploads could not be removed')
  }
  return blobs
}

function fileLimits({ maxFileMib, maxDocumentFilesMib, maxPersonFilesMib }: Config): FileLimits {
  return {
    fileBytes: maxFileMib * MIB_BYTES,
    documentBytes: maxDocumentFilesMib * MIB_BYTES,
    actorBytes: maxPersonFilesMib * MIB_BYTES,
  }
}

/** Null when there is no such document, or it cannot be read. */
async function textOf(log: UpdateLog, maker: DocumentWorker, document: string): Promise<string | null> {
  try {
    const tail = await log.readAfter(document, 0)
    return tail && (await maker.text(tail.snapshot?.bytes ?? null, tail.updates))
  } catch (error) {
    if (error instanceof DamagedDocument) return null
    throw error
  }
}

/** Calls `work` now and again `intervalMs` after each end, until the returned function is called: that resolves at its last end. */
function repeat(clock: Clock, intervalMs: number, work: () => Promise<void>): () => Promise<void> {
  let cancel: (() => void) | null = null
  let stopped = false
  const run = async (): Promise<void> => {
    await work()
    if (stopped) return
    cancel = clock.after(intervalMs, () => {
      running = run()
    })
  }
  let running = run()
  return () => {
    stopped = true
    cancel?.()
    return running
  }
}

/** Resolves when `work` does, or after `limitMs`. */
function within(clock: Clock, limitMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, resolve)
    work.then(resolve, reject).finally(cancel)
  })
}

/** As a person on this computer would type it. */
function urlHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
