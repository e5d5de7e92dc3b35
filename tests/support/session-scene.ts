import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach } from 'vitest'
import type { Clock } from '../../client/lib/clock.ts'
import { newId } from '../../client/lib/ids.ts'
import type { NextFrame } from '../../client/lib/next-frame.ts'
import { DocumentSession } from '../../client/sync/document-session.ts'
import type { OfflineCache } from '../../client/sync/offline-cache.ts'
import { openCache } from '../../client/sync/open-cache.ts'
import { type FakeConnection, FakeServer } from './fake-server.ts'
import { until } from './until.ts'

export const document = newId()
export const key = newId()

export let server: FakeServer
export let connection: FakeConnection
export let cache: OfflineCache
/** This browser's storage. */
export let indexedDB: IDBFactory
const sessions: DocumentSession[] = []
const caches: OfflineCache[] = []

/** Gives each test of a file a server, a connection to it and an empty cache, and closes what it opened. */
export function useSessions(): void {
  beforeEach(() => {
    server = new FakeServer()
    connection = server.connect()
    indexedDB = new IDBFactory()
    cache = anotherCache()
  })

  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close()
    for (const opened of caches.splice(0)) opened.close()
  })
}

/** The cache as another tab of this browser sees it. */
export function anotherCache(): OfflineCache {
  const opened = openCache({ indexedDB })
  caches.push(opened)
  return opened
}

export function open(
  kind: 'blank' | 'open' | 'waiting' = 'open',
  over: Partial<{
    cache: OfflineCache
    connection: FakeConnection
    key: string
    clock: Clock
    after: Promise<void>
    nextFrame: NextFrame
    sliceMs: number
  }> = {},
) {
  const session = new DocumentSession({
    document,
    key,
    kind,
    connection,
    cache,
    name: 'Ada',
    nextFrame: soon,
    random: () => 0,
    ...over,
  })
  sessions.push(session)
  return session
}

/** A frame is drawn whenever nothing else is to do. */
function soon(callback: () => void): () => void {
  const handle = setImmediate(callback)
  return () => clearImmediate(handle)
}

/** Ends a session as closing its tab does. */
export async function shut(session: DocumentSession): Promise<void> {
  sessions.splice(sessions.indexOf(session), 1)
  await session.close()
}

export function type(session: DocumentSession, text: string): void {
  const replica = session.replica.peek()
  if (replica === null) throw new Error('there is no text to type into')
  replica.text.insert(replica.text.length, text)
}

/** Types without a connection, and waits until this device keeps it: what follows is an update of its own. */
export async function typeAndKeep(session: DocumentSession, text: string): Promise<void> {
  type(session, text)
  await until(() => session.status.value.name === 'offline' && session.status.value.kept)
}

export const textOf = (session: DocumentSession): string | undefined => session.replica.peek()?.text.toString()
export const status = (session: DocumentSession): string => session.status.value.name
export const isSaved = (session: DocumentSession) => until(() => status(session) === 'saved')

export async function joined(text = 'hello', over: Parameters<typeof open>[1] = {}): Promise<DocumentSession> {
  if (!server.documents.has(document)) server.seed(document, key, text)
  connection.goOnline()
  const session = open('open', over)
  await until(() => session.role.value !== null)
  return session
}

/** A document that this device holds, opened while there is no connection. */
export async function openedOffline(): Promise<DocumentSession> {
  await shut(await joined())
  connection.goOffline()
  const session = open()
  await until(() => session.replica.value !== null)
  return session
}
