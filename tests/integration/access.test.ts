import { get } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { RawClient, RawWriter, freshDocument, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.remove())

/** The status of one long-polling handshake with these headers. */
function handshakeStatus(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.on('error', reject)
  })
}

describe('a page of a foreign origin', () => {
  it.each(['polling', 'websocket'])('is refused on %s', async (transport) => {
    const foreign = { transports: [transport], headers: { origin: 'https://evil.example' } }
    await expect(RawClient.connect(server.url, foreign)).rejects.toThrow()
    const own = { transports: [transport], headers: { origin: server.url } }
    const client = await RawClient.connect(server.url, own)
    expect(client.socket.connected).toBe(true)
    client.close()
  })

  it('is refused when it sends no Origin but says that it is cross-site', async () => {
    expect(await handshakeStatus({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await handshakeStatus({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await handshakeStatus({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await handshakeStatus({})).toBe(200)
  })

  it('is refused with an opaque origin, another port and another scheme’s host', async () => {
    for (const origin of ['null', 'http://127.0.0.1:1', 'not a url'])
      expect(await handshakeStatus({ origin })).toBe(403)
  })
})

describe('a document’s key', () => {
  it('opens it; another key, or an id that does not exist, is answered alike', async () => {
    const { writer, document } = await startWriting(await RawClient.connect(server.url), 'secret')
    const stranger = await RawClient.connect(server.url)
    const answers = await Promise.all(
      [{ document, key: freshDocument().key }, freshDocument()].map((guess) =>
        stranger.join({ ...guess, clientId: 1, name: 'Eve' }),
      ),
    )
    expect(answers).toEqual([
      { ok: false, code: 'not-found' },
      { ok: false, code: 'not-found' },
    ])
    expect(await stranger.create(document, freshDocument().key, 'mine now')).toEqual({ ok: false, code: 'not-found' })
    expect(await stranger.update(document, writer.type('x'))).toEqual({ ok: false, code: 'not-joined' })
    expect(await stranger.rename(document, 'x')).toEqual({ ok: false, code: 'not-joined' })
    expect(await stranger.delete(document)).toEqual({ ok: false, code: 'not-joined' })
  })

  it('lets anybody edit, and only the creator delete', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const friend = new RawWriter(await RawClient.connect(server.url), document)
    expect(await friend.join()).toMatchObject({ ok: true, role: 'editor' })
    expect(await friend.write('hi')).toMatchObject({ ok: true })
    expect(await friend.client.delete(document.document)).toEqual({ ok: false, code: 'forbidden' })
    expect(await writer.client.delete(document.document)).toEqual({ ok: true })
    expect(await friend.client.next('closed')).toEqual({ document: document.document, code: 'deleted' })
    expect(await friend.join()).toEqual({ ok: false, code: 'not-found' })
    expect(await writer.client.create(document.document, document.key)).toEqual({ ok: false, code: 'not-found' })
  })
})

describe('a guest', () => {
  it('is given a cookie on the first page and with the first answer of a handshake', async () => {
    for (const path of ['/', '/socket.io/?EIO=4&transport=polling']) {
      const response = await fetch(server.url + path)
      const cookie = response.headers.getSetCookie().find((line) => line.startsWith('weft-guest='))
      expect(cookie).toMatch(/^weft-guest=[A-Za-z0-9_-]{43};/)
      expect(cookie).toMatch(/HttpOnly/i)
      expect(cookie).toMatch(/SameSite=Lax/i)
      expect(cookie).not.toMatch(/Secure/i)
    }
  })

  it('is the same guest with the same cookie: the creator again, and free to go on under its clientID', async () => {
    const cookie = `weft-guest=${'a'.repeat(43)}`
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url, { cookie }))
    await writer.write('one')
    writer.client.close()
    const back = await RawClient.connect(server.url, { cookie })
    const { clientID } = writer.doc
    expect(await back.join({ ...document, clientId: clientID, name: 'Ann' })).toMatchObject({ ok: true, role: 'owner' })
    expect(await back.update(document.document, writer.type(' two'))).toMatchObject({ ok: true })
  })

  it('cannot use the clientID of another guest', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const thief = await RawClient.connect(server.url)
    const request = { ...document, clientId: writer.doc.clientID, name: 'Eve' }
    expect(await thief.join(request)).toEqual({ ok: false, code: 'foreign-client' })
    expect(await thief.join({ ...request, clientId: 7, pendingClientIds: [writer.doc.clientID] })).toEqual({
      ok: false,
      code: 'foreign-client',
    })
    expect(await thief.join({ ...request, clientId: 7 })).toMatchObject({ ok: true })
    expect(await thief.update(document.document, writer.type('forged'))).toEqual({ ok: false, code: 'foreign-client' })
  })
})

describe('a stranger', () => {
  it('leaves no trace in the database by guessing at documents', async () => {
    const { document } = await startWriting(await RawClient.connect(server.url))
    const database = new SqliteDatabase(join(server.dataDirectory, 'weft.db'), { readOnly: true })
    const rows = () =>
      database.prepare<object>('SELECT (SELECT count(*) FROM actors), (SELECT count(*) FROM client_bindings)').get()
    const before = rows()
    const stranger = await RawClient.connect(server.url)
    for (const guess of [freshDocument(), { document, key: freshDocument().key }]) {
      expect(await stranger.join({ ...guess, clientId: 1, name: 'Eve' })).toEqual({ ok: false, code: 'not-found' })
    }
    expect(await stranger.create(document, freshDocument().key)).toEqual({ ok: false, code: 'not-found' })
    expect(rows()).toEqual(before)
    database.close()
  })
})

describe('a client of another protocol', () => {
  it.each([[0], [99], ['1'], [undefined]])('is told too-old: %s', async (protocol) => {
    const refused = RawClient.connect(server.url, { auth: { protocol } })
    await expect(refused).rejects.toMatchObject({ data: { code: 'too-old' } })
  })
})

describe('the default namespace', () => {
  it('admits nobody', async () => {
    const { io } = await import('socket.io-client')
    const socket = io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true })
    await expect(
      new Promise((resolve, reject) => {
        socket.once('connect', () => resolve('connected'))
        socket.once('connect_error', reject)
      }),
    ).rejects.toThrow('nothing is served here')
    socket.disconnect()
  })
})
