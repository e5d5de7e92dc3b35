import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { AccountBrowser, OPEN_ACCOUNTS } from '../support/account-browser.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { storedAt } from '../support/stored-at.ts'

let server: TestServer

afterEach(() => server.remove())

it('what cannot be stored is refused, relayed to nobody and logged, and goes through when the fault is gone', async () => {
  server = await startServer()
  const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
  const reader = new RawWriter(await RawClient.connect(server.url), document)
  await reader.join()
  const late = new RawWriter(await RawClient.connect(server.url), document)
  const refused = { ok: false, code: 'storage-unavailable' }

  const operator = new SqliteDatabase(join(server.dataDirectory, 'weft.db'))
  operator.run('ALTER TABLE tail_segments RENAME TO away')
  const update = writer.type('kept by its author')
  expect(await writer.client.update(document.document, update)).toEqual(refused)
  expect(await writer.client.update(document.document, update)).toEqual(refused)
  expect(await late.join()).toEqual(refused)
  // What fails again for the same reason is not told again at once.
  expect(await writer.client.update(document.document, update)).toEqual(refused)
  expect(server.log.filter(({ level }) => level === 'error').map(({ msg }) => msg)).toEqual([
    'a commit failed',
    'storage failed',
    'storage failed',
  ])
  operator.run('ALTER TABLE away RENAME TO tail_segments')
  operator.close()

  expect(await writer.client.update(document.document, update)).toEqual(storedAt(1))
  expect(server.log.find(({ msg }) => msg === 'storage works again')).toMatchObject({ level: 'info', failures: 4 })
  await reader.client.next('updates')
  expect(reader.client.received.filter(({ event }) => event === 'updates')).toHaveLength(1)
  expect(reader.text.toString()).toBe('kept by its author')
  expect(await late.join()).toMatchObject({ ok: true, sequence: 1 })
})

it('who is signed in is let in as nobody else while it cannot be told who they are', async () => {
  server = await startServer(OPEN_ACCOUNTS)
  const browser = await AccountBrowser.signedUp(server)
  const operator = new SqliteDatabase(join(server.dataDirectory, 'weft.db'))
  operator.run('ALTER TABLE sessions RENAME TO away')
  await expect(browser.connect()).rejects.toMatchObject({ data: { code: 'storage-unavailable' } })
  const refused = { status: 503, answer: { ok: false, code: 'storage-unavailable' } }
  expect(await browser.get('/api/account')).toMatchObject(refused)
  expect(await browser.post('sign-out')).toMatchObject(refused)
  // The page comes all the same, as for somebody unknown.
  const page = await browser.get('/')
  expect([page.status, page.answer]).toEqual([200, expect.stringContaining('data-account="Sign in"')])
  expect(server.log.map(({ msg }) => msg)).toContain('could not tell who connects')
  operator.run('ALTER TABLE away RENAME TO sessions')
  operator.close()
  const client = await browser.connect()
  await startWriting(client, 'Hello')
  client.close()
})
