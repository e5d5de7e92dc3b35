import { afterAll, beforeAll, expect, it } from 'vitest'
import { compactParser } from '../../client/transport/compact-parser.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'

let server: ServerProcess

beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.remove())

/** What is encoded once for all has to be what each would have been sent alone. */
it('brings the same bytes by websocket, by polling, as base64, to who changes from one to the other, and in either encoding', async () => {
  const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
  const stock = [
    { transports: ['websocket'] },
    { transports: ['polling'] },
    { transports: ['websocket'], query: { b64: '1' } },
    { transports: ['polling', 'websocket'] },
  ]
  const auth = { protocol: PROTOCOL_VERSION, compact: true }
  const ways = [...stock, ...stock.map((way) => ({ ...way, auth, parser: compactParser }))]
  const readers: RawWriter[] = []
  for (const options of ways) {
    const reader = new RawWriter(await RawClient.connect(server.url, options), document)
    expect(await reader.join()).toMatchObject({ ok: true })
    readers.push(reader)
  }
  // From a few bytes to frames with the longest kind of header.
  const lengths = [1, 100, 1000, 70_000]
  for (const length of lengths) await writer.write('é'.repeat(length))
  for (const { client, text } of readers) {
    await client.next<UpdatesMessage>('updates', ({ sequence }) => sequence === lengths.length)
    expect(text.toString()).toBe(writer.text.toString())
  }
  const received = readers.map(({ client }) =>
    client.received
      .filter(({ event }) => event === 'updates')
      .map(({ payload }) => payload as UpdatesMessage)
      .map(({ updates, ...rest }) => ({ ...rest, updates: splitFrames(new Uint8Array(updates)).map(String) })),
  )
  for (const messages of received) expect(messages).toEqual(received[0])
  for (const [number, reader] of readers.entries()) {
    const answer = await reader.write(`and back ${number}`)
    await writer.client.next<UpdatesMessage>('updates', ({ sequence }) => answer.ok && sequence === answer.sequence)
    expect(writer.text.toString()).toContain(`and back ${number}`)
  }
})
