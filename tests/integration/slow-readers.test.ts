import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { MAX_OUTGOING_BYTES } from '../../shared/protocol/limits.ts'
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

const joining = () => ({ ...document, clientId: 1 + Math.floor(Math.random() * 2 ** 31), name: 'Stalled' })

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
    const endpoint = `${server.url}/socket.io/?EIO=4&transport=polling`
    const opened = await (await fetch(endpoint)).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    const own = `${endpoint}&sid=${sid}`
    await fetch(own, { method: 'POST', body: ENTER })
    await fetch(own, { method: 'POST', body: `42/documents,0${JSON.stringify(['join', joining()])}` })
    let answers = ''
    while (!answers.includes('"ok":true')) answers += await (await fetch(own)).text()
    // What is answered is never read.
    request(own, () => {})
      .on('error', () => {})
      .end()
    await writeMuch(ended)
    expect(ended()).toBe(true)
    expect((await fetch(own)).status).toBe(400)
  })
})

it('a document larger than the queue is joined all the same', async () => {
  const large = { document: newId(), key: newId() }
  const author = new RawWriter(writer.client, large)
  await author.client.create(large.document, large.key)
  await author.join()
  for (let bytes = 0; bytes < 1.5 * MAX_OUTGOING_BYTES; bytes += MESSAGE_BYTES) {
    expect(await author.write('y'.repeat(MESSAGE_BYTES))).toMatchObject({ ok: true })
  }
  for (const transports of [['websocket'], ['polling']]) {
    const reader = new RawWriter(await RawClient.connect(server.url, { transports }), large)
    expect(await reader.join()).toMatchObject({ ok: true })
    expect(reader.text.length).toBe(author.text.length)
    expect(await author.write('!')).toMatchObject({ ok: true })
    await expect.poll(() => reader.text.length).toBe(author.text.length)
  }
})
