import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { splitFrames } from '../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { RawClient, RawWriter, freshDocument, startWriting } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { storedAt } from '../support/stored-at.ts'

let server: ServerProcess

beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.remove())

async function joined(document: { document: string; key: string }, options = {}): Promise<RawWriter> {
  const writer = new RawWriter(await RawClient.connect(server.url, options), document)
  expect(await writer.join()).toMatchObject({ ok: true })
  return writer
}

describe('a relayed update', () => {
  it('reaches everybody in the room but its sender, and nobody outside', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const reader = await joined(document)
    const { writer: elsewhere } = await startWriting(await RawClient.connect(server.url))
    expect(await writer.write('hello')).toEqual(storedAt(1))
    await reader.client.next<UpdatesMessage>('updates', ({ sequence }) => sequence === 1)
    expect(reader.text.toString()).toBe('hello')
    // A later message has arrived at each: anything sent to them by mistake would have come before it.
    expect(await reader.write('!')).toMatchObject({ ok: true })
    await writer.client.next<UpdatesMessage>('updates', ({ sequence }) => sequence === 2)
    expect(writer.client.received.filter(({ event }) => event === 'updates')).toHaveLength(1)
    expect(await elsewhere.write('x')).toMatchObject({ ok: true })
    expect(elsewhere.client.received.filter(({ event }) => event === 'updates')).toHaveLength(0)
  })

  it('no longer reaches somebody who left', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const reader = await joined(document)
    expect(await reader.client.leave(document.document)).toEqual({ ok: true })
    await writer.write('after')
    expect(await reader.client.update(document.document, reader.type('x'))).toEqual({ ok: false, code: 'not-joined' })
    expect(reader.client.received.filter(({ event }) => event === 'updates')).toHaveLength(0)
  })
})

describe('joining again', () => {
  it('by sequence brings exactly what was missed', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const reader = await joined(document)
    await writer.write('one ')
    await reader.client.next<UpdatesMessage>('updates')
    reader.client.close()
    await writer.write('two ')
    await writer.write('three')
    const back = new RawWriter(await RawClient.connect(server.url), document)
    Y.applyUpdate(back.doc, Y.encodeStateAsUpdate(reader.doc))
    const answer = await back.join({ epoch: 1, sequence: 1 })
    expect(answer.ok && splitFrames(new Uint8Array(answer.updates))).toHaveLength(2)
    expect(back.text.toString()).toBe('one two three')
  })

  it('acknowledges what was stored before the acknowledgement was lost', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const update = writer.type('once')
    expect(await writer.client.update(document.document, update)).toEqual(storedAt(1))
    expect(await writer.client.update(document.document, update)).toEqual(storedAt(1))
    expect((await joined(document)).text.toString()).toBe('once')
  })
})

describe('a gap', () => {
  it('is answered resync with what the server holds, and the difference mends it', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    writer.type('lost ')
    const answer = await writer.write('found')
    expect(answer).toMatchObject({ ok: false, code: 'resync' })
    if (answer.ok || answer.stateVector === undefined) throw new Error('no state vector')
    const difference = Y.encodeStateAsUpdate(writer.doc, new Uint8Array(answer.stateVector))
    expect(await writer.client.update(document.document, difference)).toMatchObject({ ok: true })
    expect((await joined(document)).text.toString()).toBe('lost found')
  })
})

describe('a document opened by many at once', () => {
  it('holds its seed once for 20 clients that create and join it at the same instant', async () => {
    const document = freshDocument()
    const seed = '# Agenda\n\n1. Once 🎉\n'
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(server.url)))
    const writers = await Promise.all(
      clients.map(async (client) => {
        const created = await client.create(document.document, document.key, seed)
        const writer = new RawWriter(client, document)
        expect(await writer.join()).toMatchObject({ ok: true, sequence: 1 })
        return { writer, created }
      }),
    )
    expect(writers.filter(({ created }) => created.ok && created.created)).toHaveLength(1)
    for (const { writer } of writers) expect(writer.text.toString()).toBe(seed)
  })

  it('answers nobody before it is loaded: each of 20 joins after a restart has the whole text', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    for (let i = 0; i < 50; i++) await writer.write(`${i} `)
    const text = writer.text.toString()
    await server.kill()
    await server.restart()
    const readers = await Promise.all(Array.from({ length: 20 }, () => joined(document)))
    for (const reader of readers) expect(reader.text.toString()).toBe(text)
  })
})

describe('long polling', () => {
  it('alone does everything: create, join, update, relay, awareness, leave', async () => {
    const polling = { transports: ['polling'], upgrade: false }
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url, polling))
    const reader = await joined(document, polling)
    expect(await writer.write('by polling')).toEqual(storedAt(1))
    await reader.client.next<UpdatesMessage>('updates')
    expect(reader.text.toString()).toBe('by polling')
    expect(writer.client.socket.io.engine.transport.name).toBe('polling')
    reader.client.close()
    await writer.client.next('awareness')
  })

  it('gives way to a websocket and loses nothing on the way', async () => {
    const client = await RawClient.connect(server.url, { transports: ['polling', 'websocket'] })
    const { writer, ...document } = await startWriting(client)
    const typing = Array.from({ length: 100 }, (_, i) => writer.write(`${i} `))
    await expect.poll(() => client.socket.io.engine.transport.name).toBe('websocket')
    for (const answer of await Promise.all(typing)) expect(answer).toMatchObject({ ok: true })
    expect((await joined(document)).text.toString()).toBe(writer.text.toString())
  })
})
