import { afterEach, describe, expect, it } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import {
  MAX_AWARENESS_BYTES,
  MAX_CLIENT_IDS_PER_JOIN,
  MAX_DOCUMENTS_PER_CONNECTION,
  MAX_NEW_CLIENT_IDS,
  MAX_SEED_BYTES,
  MAX_UPDATE_BYTES,
  MAX_WRONG_KEYS,
} from '../../shared/protocol/limits.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { RawClient, RawWriter, freshDocument, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer

afterEach(() => server.remove())

describe('the limits', () => {
  it('of an update and of a seed: one byte past is refused too-large, and the connection lives', async () => {
    server = await startServer()
    const client = await RawClient.connect(server.url)
    const { document } = await startWriting(client)
    expect(await client.update(document, new Uint8Array(MAX_UPDATE_BYTES + 1))).toEqual({
      ok: false,
      code: 'too-large',
    })
    expect(await client.update(document, new Uint8Array(MAX_UPDATE_BYTES))).toEqual({
      ok: false,
      code: 'malformed-update',
    })
    const other = freshDocument()
    expect(await client.create(other.document, other.key, 'x'.repeat(MAX_SEED_BYTES + 1))).toEqual({
      ok: false,
      code: 'too-large',
    })
    expect(await client.create(other.document, other.key, 'x'.repeat(MAX_SEED_BYTES))).toEqual({
      ok: true,
      created: true,
    })
    const reader = new RawWriter(client, other)
    expect(await reader.join()).toMatchObject({ ok: true })
    expect(reader.text.length).toBe(MAX_SEED_BYTES)
  })

  it('of connections: the next one is told server-full, and admitted when somebody left', async () => {
    server = await startServer({ MAX_CONNECTIONS: '2' })
    const [first] = await Promise.all([RawClient.connect(server.url), RawClient.connect(server.url)])
    await expect(RawClient.connect(server.url)).rejects.toMatchObject({ data: { code: 'server-full' } })
    first.close()
    await expect
      .poll(() =>
        RawClient.connect(server.url).then(
          () => 'in',
          () => 'full',
        ),
      )
      .toBe('in')
  })

  it('of connections from one address: the next one is told, other addresses are not touched', async () => {
    server = await startServer({ MAX_CONNECTIONS_PER_ADDRESS: '2', TRUST_PROXY: 'on' })
    const from = (address: string) => RawClient.connect(server.url, { headers: { 'x-forwarded-for': address } })
    const [first] = await Promise.all([from('2001:db8:1:2::1'), from('2001:db8:1:2::2')])
    await expect(from('2001:db8:1:2::3')).rejects.toMatchObject({ data: { code: 'too-many-connections' } })
    await from('2001:db8:1:3::1')
    first.close()
    const again = () =>
      from('2001:db8:1:2::3').then(
        () => 'in',
        () => 'full',
      )
    await expect.poll(again).toBe('in')
  })

  it('of connections from one address: past what are told why, the rest is refused at the door', async () => {
    server = await startServer({ MAX_CONNECTIONS_PER_ADDRESS: '1' })
    const endpoint = `${server.url}/socket.io/?EIO=4&transport=polling`
    const statuses: number[] = []
    for (let i = 0; i < 100; i++) statuses.push((await fetch(endpoint)).status)
    expect(new Set(statuses.slice(0, 65))).toEqual(new Set([200]))
    expect(new Set(statuses.slice(65))).toEqual(new Set([403]))
  })

  it('of connections: one that enters the namespace many times in one message is counted, and let in, once', async () => {
    server = await startServer({ MAX_CONNECTIONS: '2' })
    const endpoint = `${server.url}/socket.io/?EIO=4&transport=polling`
    const opened = await (await fetch(endpoint)).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    const connect = `40/documents,${JSON.stringify({ protocol: PROTOCOL_VERSION })}`
    const body = Array.from({ length: 5 }, () => connect).join('\x1e')
    expect((await fetch(`${endpoint}&sid=${sid}`, { method: 'POST', body })).status).toBe(200)
    const answers: string[] = []
    while (answers.length < 5) answers.push(...(await (await fetch(`${endpoint}&sid=${sid}`)).text()).split('\x1e'))
    expect(answers.filter((answer) => answer.startsWith('40/documents,'))).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('"bad-request"'))).toHaveLength(4)
    expect((await RawClient.connect(server.url)).socket.connected).toBe(true)
  })

  it('of new documents for an address: beyond it too-many-documents, and old ones still open', async () => {
    server = await startServer({ DOCUMENTS_PER_HOUR: '2' })
    const client = await RawClient.connect(server.url)
    const [one, two, three] = [freshDocument(), freshDocument(), freshDocument()]
    for (const { document, key } of [one, two]) {
      expect(await client.create(document, key)).toEqual({ ok: true, created: true })
    }
    expect(await client.create(three.document, three.key)).toEqual({ ok: false, code: 'too-many-documents' })
    expect(await client.create(one.document, one.key)).toEqual({ ok: true, created: false })
    expect(await new RawWriter(client, two).join()).toMatchObject({ ok: true })
  })

  it('of documents on one connection: the next is refused, and leaving one makes room', async () => {
    server = await startServer()
    const client = await RawClient.connect(server.url)
    const documents = Array.from({ length: MAX_DOCUMENTS_PER_CONNECTION + 1 }, freshDocument)
    for (const { document, key } of documents) await client.create(document, key)
    const answers = []
    for (const document of documents) answers.push((await new RawWriter(client, document).join()).ok)
    expect(answers).toEqual([...Array<boolean>(MAX_DOCUMENTS_PER_CONNECTION).fill(true), false])
    await client.leave(documents[0]!.document)
    expect(await new RawWriter(client, documents.at(-1)!).join()).toMatchObject({ ok: true })
  })

  it('of new guests of an address: beyond it a new one is put off, and those who came before are not', async () => {
    server = await startServer({ GUESTS_PER_HOUR: '2' })
    const cookie = `weft-guest=${'g'.repeat(43)}`
    const { document, key } = await startWriting(await RawClient.connect(server.url, { cookie }))
    const join = async (options = {}) => {
      return new RawWriter(await RawClient.connect(server.url, options), { document, key }).join()
    }
    expect(await join()).toMatchObject({ ok: true })
    expect(await join()).toEqual({ ok: false, code: 'slow', retryAfterMs: expect.any(Number) as number })
    expect(await join({ cookie })).toMatchObject({ ok: true })
  })

  it('of new guests of an address: who asks for access learns nothing of a document by it', async () => {
    server = await startServer({ GUESTS_PER_HOUR: '1' })
    const { document } = await startWriting(await RawClient.connect(server.url))
    const stranger = await RawClient.connect(server.url)
    for (const asked of [document, freshDocument().document])
      expect(await stranger.ask('ask', { document: asked, name: 'Eve' })).toMatchObject({ ok: false, code: 'slow' })
  })

  it('of client ids that one guest binds in a document: beyond it slow, and those it has are not counted again', async () => {
    server = await startServer()
    const { document, key } = await startWriting(await RawClient.connect(server.url))
    const guest = await RawClient.connect(server.url)
    const join = (from: number, count: number) => {
      const pendingClientIds = Array.from({ length: count - 1 }, (_, i) => from + 1 + i)
      return guest.join({ document, key, clientId: from, pendingClientIds })
    }
    const rest = MAX_NEW_CLIENT_IDS - MAX_CLIENT_IDS_PER_JOIN
    expect(await join(1, MAX_CLIENT_IDS_PER_JOIN)).toMatchObject({ ok: true })
    expect(await join(1, MAX_CLIENT_IDS_PER_JOIN)).toMatchObject({ ok: true })
    expect(await join(5000, rest)).toMatchObject({ ok: true })
    expect(await join(9000, 10)).toEqual({ ok: false, code: 'slow', retryAfterMs: expect.any(Number) as number })
    expect(await join(5000, rest)).toMatchObject({ ok: true })
    const other = await RawClient.connect(server.url)
    expect(await new RawWriter(other, { document, key }).join()).toMatchObject({ ok: true })
  })

  it('of wrong keys from an address: beyond it slow, even with the right one, until some time has passed', async () => {
    const clock = new FakeClock()
    server = await startServer({}, clock)
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const guess = () => writer.client.join({ ...freshDocument(), clientId: 1 })
    for (let i = 0; i < MAX_WRONG_KEYS; i++) expect(await guess()).toEqual({ ok: false, code: 'not-found' })
    const refused = await guess()
    expect(refused).toMatchObject({ ok: false, code: 'slow' })
    const friend = new RawWriter(await RawClient.connect(server.url), document)
    expect(await friend.join()).toMatchObject({ code: 'slow' })
    clock.advance(refused.ok ? 0 : (refused.retryAfterMs ?? 0))
    expect(await friend.join()).toMatchObject({ ok: true })
  })

  it('of documents in memory: beyond it server-full, until nobody is in one of them', async () => {
    const clock = new FakeClock()
    server = await startServer({ MAX_ROOMS: '1' }, clock)
    const client = await RawClient.connect(server.url)
    const { document } = await startWriting(client)
    const other = freshDocument()
    await client.create(other.document, other.key, 'text')
    expect(await new RawWriter(client, other).join()).toEqual({ ok: false, code: 'server-full' })
    await client.leave(document)
    clock.advance(2000)
    expect(await new RawWriter(client, other).join()).toMatchObject({ ok: true })
  })

  it('of new documents counts the addresses of one IPv6 network together', async () => {
    server = await startServer({ DOCUMENTS_PER_HOUR: '1', TRUST_PROXY: 'on' })
    const from = (address: string) => RawClient.connect(server.url, { headers: { 'x-forwarded-for': address } })
    await startWriting(await from('2001:db8:1:2::1'))
    await expect(startWriting(await from('2001:db8:1:2:ffff::2'))).rejects.toThrow('too-many-documents')
    await startWriting(await from('2001:db8:1:3::1'))
  })

  it('of awareness: at it the others see the cursor, one byte past it is dropped', async () => {
    server = await startServer()
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const reader = new RawWriter(await RawClient.connect(server.url), document)
    await reader.join()
    reader.client.received.length = 0
    const move = (bytes: number): void => {
      const awareness = new Awareness(writer.doc)
      const update = (padding: number): Uint8Array => {
        awareness.setLocalState({ cursor: { anchor: { pad: 'x'.repeat(padding) }, head: {} } })
        return encodeAwarenessUpdate(awareness, [writer.doc.clientID])
      }
      const sized = update(1000 + bytes - update(1000).byteLength)
      awareness.destroy()
      expect(sized.byteLength).toBe(bytes)
      writer.client.socket.emit('awareness', { document: document.document, update: sized })
    }
    move(MAX_AWARENESS_BYTES + 1)
    await writer.write('after it')
    await reader.client.next('updates')
    expect(reader.client.received.map(({ event }) => event)).toEqual(['updates'])
    move(MAX_AWARENESS_BYTES)
    await reader.client.next('awareness')
  })
})
