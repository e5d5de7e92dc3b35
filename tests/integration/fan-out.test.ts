import { afterAll, beforeAll, expect, it } from 'vitest'
import { splitFrames } from '../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'

let server: ServerProcess

beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.remove())

/** What is encoded once for all has to be what each would have been sent alone. */
it('brings the same bytes by websocket, by polling, as base64, and to who changes from one to the other', async () => {
  const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
  const ways = [
    { transports: ['websocket'] },
    { transports: ['polling'] },
    { transports: ['websocket'], query: { b64: '1' } },
    { transports: ['polling', 'websocket'] },
  ]
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
  expect(await readers[0]!.write('and back')).toMatchObject({ ok: true })
  await writer.client.next<UpdatesMessage>('updates')
  expect(writer.text.toString()).toContain('and back')
})
