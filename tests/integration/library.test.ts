import { cp } from 'node:fs/promises'
import { afterEach, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import type { ListAnswer, ListedDocument } from '../../shared/library/library-answers.ts'
import { MAX_LIBRARY_REQUESTS, MAX_LISTED_DOCUMENTS, MAX_SEED_BYTES } from '../../shared/protocol/limits.ts'
import { systemClock } from '../../server/lib/clock.ts'
import { TRASH_KEPT_MS } from '../../server/storage/library-store.ts'
import { AccountBrowser, OPEN_ACCOUNTS } from '../support/account-browser.ts'
import { RawWriter } from '../support/raw-client.ts'
import { CROWD, Guest, SharedDocument } from '../support/shared-document.ts'
import { SkewedClock } from '../support/simulation/skewed-clock.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer
const open: SharedDocument[] = []

afterEach(async () => {
  for (const shared of open.splice(0)) shared.close()
  await server.remove()
})

async function create(text?: string, owner?: Guest): Promise<SharedDocument> {
  const shared = await SharedDocument.create(server, text, owner)
  open.push(shared)
  return shared
}

type Answer = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly retryAfterMs?: number }

/** As the page asks: a library's route with what it needs. */
async function act(guest: Guest, route: string, body: object): Promise<Answer> {
  const response = await fetch(`${server.url}/api/documents/${route}`, {
    method: 'POST',
    headers: { cookie: guest.cookie, origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Answer
}

async function page(guest: Guest, after?: string): Promise<ListAnswer> {
  const query = after === undefined ? '' : `?after=${after}`
  const response = await fetch(`${server.url}/api/documents${query}`, { headers: { cookie: guest.cookie } })
  const answer = (await response.json()) as ListAnswer
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer
}

async function list(guest: Guest): Promise<readonly ListedDocument[]> {
  return (await page(guest)).documents
}

async function textOf(guest: Guest, document: string, key = ''): Promise<string> {
  const writer = new RawWriter(guest.client, { document, key: key === '' ? newId() : key })
  const joined = await writer.join()
  if (!joined.ok) throw new Error(joined.code)
  return writer.text.toJSON()
}

it('a document in the trash is closed to everybody, and comes back with its links, people and text', async () => {
  server = await startServer(CROWD)
  const shared = await create('Hello')
  const { document, owner } = shared
  const [guest, late] = [await shared.guest(), await shared.guest()]
  const { key } = await shared.link({ role: 'viewer' })
  await shared.join(guest, key)
  await shared.writer.write(' you')

  expect(await act(owner, 'trash', { document })).toEqual({ ok: true })
  for (const { client } of [owner, guest]) {
    expect(await client.next('closed')).toEqual({ document, code: 'deleted' })
  }
  expect(await shared.join(guest, key)).toMatchObject({ ok: false, code: 'not-found' })
  expect(await shared.join(late, shared.key)).toMatchObject({ ok: false, code: 'not-found' })
  // Who could take it out again is told where it is.
  expect(await shared.join(owner, shared.key)).toMatchObject({ ok: false, code: 'deleted' })
  expect(await list(guest)).toEqual([])
  const [trashed] = await list(owner)
  expect(trashed).toMatchObject({ document, role: 'owner' })
  expect(trashed?.trashedAt).toBeGreaterThan(0)
  await server.restart()
  for (const each of [owner, guest]) await each.connect()
  expect(await act(guest, 'restore', { document })).toMatchObject({ ok: false, code: 'not-found' })
  expect(await act(owner, 'restore', { document })).toEqual({ ok: true })
  expect(await act(owner, 'restore', { document })).toMatchObject({ ok: false, code: 'not-found' })
  expect(await shared.join(guest)).toMatchObject({ ok: true, role: 'viewer' })
  expect(await textOf(owner, document, shared.key)).toBe('Hello you')
  expect(await list(guest)).toMatchObject([{ document, role: 'viewer', trashedAt: null }])
})

it('what is deleted from the trash is gone for good, for its owner too', async () => {
  server = await startServer(CROWD)
  const { document, owner, key } = await create('Hello')
  expect(await act(owner, 'purge', { document })).toMatchObject({ ok: false, code: 'not-found' })
  await owner.client.ask('delete', { document })
  expect(await act(owner, 'purge', { document })).toEqual({ ok: true })
  expect(await list(owner)).toEqual([])
  expect(await act(owner, 'restore', { document })).toMatchObject({ ok: false, code: 'not-found' })
  expect(await owner.client.join({ document, key, clientId: 5 })).toMatchObject({ ok: false, code: 'not-found' })
})

it('the trash is emptied of what is in it for 30 days, and of nothing else', async () => {
  const clock = new SkewedClock(systemClock)
  server = await startServer(CROWD, clock)
  const [old, fresh, live] = [await create('Old'), await create('Fresh'), await create('Live')]
  await old.owner.client.ask('delete', { document: old.document })
  clock.skewMs = TRASH_KEPT_MS / 2
  await fresh.owner.client.ask('delete', { document: fresh.document })
  clock.skewMs = TRASH_KEPT_MS + 60_000
  // The first thing that it does when it starts.
  await server.restart()
  await expect.poll(() => list(old.owner)).toEqual([])
  expect(await act(old.owner, 'restore', { document: old.document })).toMatchObject({ ok: false })
  expect(await act(fresh.owner, 'restore', { document: fresh.document })).toEqual({ ok: true })
  expect(await list(live.owner)).toMatchObject([{ document: live.document, trashedAt: null }])
})

it('a copy has the text of now and is the visitor’s own, also of who may only read', async () => {
  server = await startServer(CROWD)
  const shared = await create('# Plan\n\nOne')
  const { document } = shared
  const guest = await shared.guest()
  await shared.join(guest, (await shared.link({ role: 'viewer' })).key)
  await shared.writer.write(' two')
  const copy = { document, copy: newId(), key: newId() }
  expect(await act(guest, 'duplicate', copy)).toEqual({ ok: true })
  // Once more, as after an answer that was lost.
  expect(await act(guest, 'duplicate', copy)).toEqual({ ok: true })
  expect(await act(shared.owner, 'duplicate', copy)).toMatchObject({ ok: false, code: 'not-found' })
  expect(await textOf(guest, copy.copy, copy.key)).toBe('# Plan\n\nOne two')
  expect(await list(guest)).toMatchObject([
    { document: copy.copy, role: 'owner', title: 'Copy of Plan' },
    { document, role: 'viewer' },
  ])
  expect(await shared.owner.client.join({ document: copy.copy, clientId: 5 })).toMatchObject({ code: 'not-found' })
  await shared.owner.client.rename(document, 'x'.repeat(199))
  const long = { document, copy: newId(), key: newId() }
  await act(guest, 'duplicate', long)
  expect((await list(guest))[0]?.title).toBe(`Copy of ${'x'.repeat(192)}`)
})

it('an empty document can be copied, and one that is longer than any message', async () => {
  server = await startServer(CROWD)
  const empty = await create('')
  expect(await act(empty.owner, 'duplicate', { document: empty.document, copy: newId(), key: newId() })).toEqual({
    ok: true,
  })
  const long = await create('x'.repeat(MAX_SEED_BYTES))
  for (let part = 0; part < 12; part++) await long.writer.write(`${part} 漢🎉\n`.repeat(20_000))
  const text = long.writer.text.toJSON()
  expect(text.length).toBeGreaterThan(2 * MAX_SEED_BYTES)
  const copy = { document: long.document, copy: newId(), key: newId() }
  expect(await act(long.owner, 'duplicate', copy)).toEqual({ ok: true })
  expect(await textOf(long.owner, copy.copy, copy.key)).toBe(text)
  await server.restart()
  await long.owner.connect()
  expect(await textOf(long.owner, copy.copy, copy.key)).toBe(text)
})

it('as many copies can be made as documents', async () => {
  server = await startServer({ ...CROWD, DOCUMENTS_PER_HOUR: '1' })
  const { document, owner } = await create('Hello')
  const copy = () => act(owner, 'duplicate', { document, copy: newId(), key: newId() })
  // Of another address than the connection's.
  expect(await copy()).toEqual({ ok: true })
  expect(await copy()).toMatchObject({ ok: false, code: 'too-many-documents' })
})

it('a title given in the list is told to everybody who is there', async () => {
  server = await startServer(CROWD)
  const shared = await create('Hello')
  const { document, owner } = shared
  expect(await act(owner, 'rename', { document, title: ' Plan ' })).toEqual({ ok: true })
  expect(await owner.client.next('renamed')).toEqual({ document, title: 'Plan' })
  shared.close()
  expect(await act(owner, 'rename', { document, title: '' })).toEqual({ ok: true })
  expect(await list(owner)).toMatchObject([{ title: null }])
  expect(await act(owner, 'rename', { document, title: 'x'.repeat(201) })).toMatchObject({ code: 'bad-request' })
})

it('who gives up access is out of the document wherever they have it open', async () => {
  server = await startServer(CROWD)
  const shared = await create('Hello')
  const { document, owner } = shared
  const guest = await shared.guest()
  await shared.join(guest, shared.key)
  expect(await act(guest, 'give-up', { document })).toEqual({ ok: true })
  expect(await guest.client.next('closed')).toEqual({ document, code: 'access-ended' })
  expect(await list(guest)).toEqual([])
  expect(await act(owner, 'give-up', { document })).toMatchObject({ ok: false, code: 'forbidden' })
})

it('what is put away is so for one person alone', async () => {
  server = await startServer(CROWD)
  const shared = await create('Hello')
  const { document, owner } = shared
  const guest = await shared.guest()
  await shared.join(guest, shared.key)
  expect(await act(guest, 'archive', { document, archived: true })).toEqual({ ok: true })
  expect((await list(guest))[0]?.archivedAt).toBeGreaterThan(0)
  expect((await list(owner))[0]?.archivedAt).toBeNull()
  await act(guest, 'archive', { document, archived: false })
  expect((await list(guest))[0]?.archivedAt).toBeNull()
})

it('the list tells whose a document is, when it was edited, and what it begins with', async () => {
  server = await startServer(CROWD)
  const shared = await create('# Minutes of June\n\nHello')
  const guest = await shared.guest()
  await shared.join(guest, (await shared.link({ role: 'commenter' })).key)
  const before = (await list(guest))[0]
  expect(before).toMatchObject({ role: 'commenter', ownerName: 'Writer', title: null })
  const asked = Date.now()
  await shared.writer.write('!')
  expect((await list(guest))[0]?.editedAt).toBeGreaterThanOrEqual(asked)
  expect(JSON.stringify(await list(guest))).not.toContain(shared.key)
  // Once somebody has looked its text is read.
  await expect.poll(() => list(guest), { timeout: 30_000 }).toMatchObject([{ firstLine: 'Minutes of June' }])
})

it('it is known what a document begins with that was left, or moved to the trash', async () => {
  server = await startServer(CROWD)
  const [left, deleted] = [await create('# Left'), await create('# Deleted')]
  left.close()
  await deleted.owner.client.ask('delete', { document: deleted.document })
  await expect.poll(() => list(left.owner), { timeout: 30_000 }).toMatchObject([{ firstLine: 'Left' }])
  await expect.poll(() => list(deleted.owner), { timeout: 30_000 }).toMatchObject([{ firstLine: 'Deleted' }])
})

it('many documents come in pages', async () => {
  server = await startServer({ ...CROWD, DOCUMENTS_PER_HOUR: '10000' })
  const { owner, document } = await create('Hello')
  for (let count = 0; count < MAX_LISTED_DOCUMENTS; count++) await owner.client.create(newId(), newId())
  const first = await page(owner)
  expect(first.documents).toHaveLength(MAX_LISTED_DOCUMENTS)
  const second = await page(owner, first.next ?? '')
  expect(second).toMatchObject({ documents: [{ document }], next: null })
  const stranger = await fetch(`${server.url}/api/documents?after=${document}`)
  expect(await stranger.json()).toEqual({ ok: false, code: 'outdated' })
  expect((await fetch(`${server.url}/api/documents?after=x`)).status).toBe(400)
})

it('who is signed in sees the account’s documents, and those of the guest when they are taken along', async () => {
  server = await startServer({ ...CROWD, ...OPEN_ACCOUNTS })
  const asGuest = await create('Hello')
  const browser = new AccountBrowser(server)
  browser.setCookie('weft-guest', asGuest.owner.cookie.replace('weft-guest=', ''))
  await browser.post('sign-up', { email: `${newId()}@example.org`, password: newId() })
  const person = new Guest(server, browser.cookie)
  expect(await list(person)).toEqual([])
  await browser.post('adopt')
  expect(await list(person)).toMatchObject([{ document: asGuest.document, role: 'owner' }])
  expect(await list(asGuest.owner)).toEqual([])
})

it('where guests may only read, what is theirs is not theirs to delete', async () => {
  server = await startServer(CROWD)
  const { owner, document } = await create('Hello')
  const env = { ...CROWD, ...OPEN_ACCOUNTS, GUESTS: 'read', DATA_DIR: `${server.dataDirectory}/copy` }
  await cp(`${server.dataDirectory}/weft.db`, `${env.DATA_DIR}/weft.db`)
  await cp(`${server.dataDirectory}/weft.db-wal`, `${env.DATA_DIR}/weft.db-wal`)
  const first = server
  server = await startServer(env)
  expect(await list(owner)).toMatchObject([{ document, role: 'viewer' }])
  expect(await act(owner, 'trash', { document })).toMatchObject({ ok: false, code: 'forbidden' })
  await server.remove()
  server = first
})

it('whoever asks without end is told to wait', async () => {
  server = await startServer(CROWD)
  const guest = new Guest(server)
  const answers = await Promise.all(Array.from({ length: MAX_LIBRARY_REQUESTS }, () => page(guest)))
  expect(answers.every(({ ok }) => ok)).toBe(true)
  // Some came back by then.
  const more = await Promise.all(
    Array.from({ length: MAX_LIBRARY_REQUESTS }, () => act(guest, 'restore', { document: newId() })),
  )
  const slow = more.find((answer) => !answer.ok && answer.code === 'slow')
  expect(slow).toMatchObject({ retryAfterMs: expect.any(Number) as number })
})
