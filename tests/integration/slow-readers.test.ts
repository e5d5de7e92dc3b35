import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { MAX_OUTGOING_BYTES, MAX_UNREAD_JOIN_BYTES_PER_ADDRESS } from '../../shared/protocol/limits.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { ENTER, RawEngine } from '../support/raw-engine.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

/** What a network may hold of what nobody reads, on top of the server's queue. */
const NETWORK_BYTES = 16 * 1024 * 1024
const MESSAGE_BYTES = 500_000

let server: TestServer
let document: { document: string; key: string }
let writer: RawWriter

beforeEach(async () => {
  server = await startServer()
  ;({ writer, ...document } = await startWriting(await RawClient.connect(server.url)))
})
afterEach(() => server.remove())

const ended = (): boolean => server.log.some(({ msg }) => msg === 'ended a connection')

/** Writes until a connection was ended, or far more was written than a queue and a network can hold. The text stays short. */
async function writeMuch(until: () => boolean): Promise<void> {
  for (let bytes = 0; bytes < MAX_OUTGOING_BYTES + NETWORK_BYTES && !until(); bytes += MESSAGE_BYTES) {
    await stored(writer.type('x'.repeat(MESSAGE_BYTES)))
    await stored(writer.erase(0, MESSAGE_BYTES))
  }
}

/** Sends an update for as long as the server puts it off. */
async function stored(update: Uint8Array): Promise<void> {
  for (;;) {
    const answer = await writer.client.update(document.document, update)
    if (answer.ok) return
    expect(answer).toMatchObject({ code: 'slow' })
    await delay(answer.retryAfterMs)
  }
}

const joining = (to = document) => ({ ...to, clientId: 1 + Math.floor(Math.random() * 2 ** 31), name: 'Stalled' })

/** Asks to join, and reads nothing. Resolves to the connection's address. */
async function joinByPolling(to: typeof document): Promise<string> {
  const endpoint = `${server.url}/socket.io/?EIO=4&transport=polling`
  const opened = await (await fetch(endpoint)).text()
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
  const own = `${endpoint}&sid=${sid}`
  await fetch(own, { method: 'POST', body: ENTER })
  await fetch(own, { method: 'POST', body: `42/documents,0${JSON.stringify(['join', joining(to)])}` })
  return own
}

async function readAnswer(own: string): Promise<void> {
  let answers = ''
  while (!answers.includes('"ok":true')) answers += await (await fetch(own)).text()
}

describe('a connection that does not take what is sent to it', () => {
  it('is ended over a websocket, and the others miss nothing', async () => {
    const reader = new RawWriter(await RawClient.connect(server.url), document)
    await reader.join()
    const stalled = await RawEngine.enter(server.url)
    stalled.request(1, 'join', joining())
    await stalled.next((packet) => typeof packet === 'string' && packet.includes('"ok":true'))
    stalled.socket.pause()
    await writeMuch(ended)
    expect(ended()).toBe(true)
    await writer.write('the end')
    await expect.poll(() => reader.text.toString()).toBe(writer.text.toString())
    stalled.socket.terminate()
  })

  it('is ended over long polling', async () => {
    const own = await joinByPolling(document)
    await readAnswer(own)
    // What is answered is never read.
    request(own, () => {})
      .on('error', () => {})
      .end()
    await writeMuch(ended)
    expect(ended()).toBe(true)
    expect((await fetch(own)).status).toBe(400)
  })
})

/** The author of a new document of so many bytes. */
async function writeLarge(size: number): Promise<[RawWriter, typeof document]> {
  const large = { document: newId(), key: newId() }
  const author = new RawWriter(writer.client, large)
  await author.client.create(large.document, large.key)
  await author.join()
  for (let bytes = 0; bytes < size; bytes += MESSAGE_BYTES) {
    expect(await author.write('y'.repeat(MESSAGE_BYTES))).toMatchObject({ ok: true })
  }
  return [author, large]
}

it('the answers to joins that nobody reads are bounded, until one is read or its connection ends', async () => {
  const size = MAX_UNREAD_JOIN_BYTES_PER_ADDRESS / 8
  const [, large] = await writeLarge(size)
  const stalled: string[] = []
  const isSlow = async (): Promise<boolean> => {
    const reader = new RawWriter(await RawClient.connect(server.url), large)
    const answer = await reader.join()
    reader.client.close()
    if (!answer.ok) expect(answer).toMatchObject({ code: 'slow', retryAfterMs: 5000 })
    return !answer.ok
  }
  while (stalled.length < 9 && !(await isSlow())) stalled.push(await joinByPolling(large))
  expect(await isSlow()).toBe(true)
  const [reads, ends] = stalled as [string, string]
  await readAnswer(reads)
  await expect.poll(isSlow).toBe(false)
  await joinByPolling(large)
  await expect.poll(isSlow).toBe(true)
  // Engine.IO's farewell.
  await fetch(ends, { method: 'POST', body: '1' })
  await expect.poll(isSlow).toBe(false)
})

it('a document larger than the queue is joined all the same', async () => {
  const [author, large] = await writeLarge(1.5 * MAX_OUTGOING_BYTES)
  for (const transports of [['websocket'], ['polling']]) {
    const reader = new RawWriter(await RawClient.connect(server.url, { transports }), large)
    expect(await reader.join()).toMatchObject({ ok: true })
    expect(reader.text.length).toBe(author.text.length)
    expect(await author.write('!')).toMatchObject({ ok: true })
    await expect.poll(() => reader.text.length).toBe(author.text.length)
  }
})
