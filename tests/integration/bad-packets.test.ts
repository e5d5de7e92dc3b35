import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Random } from '../support/random.ts'
import { RawClient, RawWriter, freshDocument, startWriting } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'

let server: ServerProcess

beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.remove())

const EVENTS = [
  'create',
  'join',
  'update',
  'awareness',
  'introduce',
  'rename',
  'leave',
  'delete',
  'nonsense',
  '__proto__',
]

/** Sends raw bytes and waits until the server has answered or hung up. */
function sendBytes(bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes))
    socket.on('data', () => undefined)
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
    socket.setTimeout(5000, () => socket.destroy())
  })
}

it('packets that no client sends leave the process alive, and the document whole', async () => {
  const pid = server.pid
  const random = new Random(7)
  const { writer, ...document } = await startWriting(await RawClient.connect(server.url), 'untouched')
  const values = (): unknown =>
    random.pick<() => unknown>([
      () => null,
      () => undefined,
      () => random.below(1000) - 500,
      () => Number.NaN,
      () => 'x'.repeat(random.below(100)),
      () => new Uint8Array(Array.from({ length: random.below(64) }, () => random.below(256))),
      () => [values(), values()],
      () => ({
        ...document,
        [random.pick(['clientId', 'update', 'epoch', 'name', 'held', 'title', 'text'])]: values(),
      }),
      () => ({ ...document, clientId: 1, name: 'Eve', epoch: 1, update: values() }),
      () =>
        JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as unknown,
    ])()

  for (let round = 0; round < 20; round++) {
    const client = await RawClient.connect(server.url, { transports: [random.pick(['websocket', 'polling'])] })
    for (let i = 0; i < 40; i++) {
      const event = random.pick(EVENTS)
      // With an acknowledgement, without one, and with one that is not a function.
      const args = [values(), values()].slice(0, random.below(3))
      if (random.chance(0.5)) client.socket.emit(event as 'leave', ...(args as [never, never]))
      else client.socket.emit(event as 'leave', ...(args as [never]), () => undefined)
    }
    // Below Socket.IO: text that is no packet.
    client.socket.io.engine.write(
      random.pick(['', '4', '42', '2["', '51-["update",{"_placeholder":true,"num":9}]', '9', '😀']),
    )
    expect((await RawClient.connect(server.url)).socket.connected).toBe(true)
    client.close()
  }
  await sendBytes('GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: \0\r\n\r\n')
  await sendBytes(new Uint8Array(1000).fill(0xff))
  for (const path of [
    '/%',
    '/d/%00',
    `/d/${'x'.repeat(5000)}`,
    '/socket.io/?EIO=4&transport=nonsense',
    '/socket.io/?sid=none',
    '/..%2f..%2fetc%2fpasswd',
  ]) {
    expect((await fetch(server.url + path)).status).toBeGreaterThanOrEqual(path.startsWith('/d/x') ? 200 : 400)
  }

  expect(server.pid).toBe(pid)
  expect(server.exited).toBe(false)
  expect(await writer.write('!')).toMatchObject({ ok: true })
  const fresh = new RawWriter(await RawClient.connect(server.url), document)
  await fresh.join()
  expect(fresh.text.toString()).toBe('untouched!')
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  const other = freshDocument()
  expect(await fresh.client.create(other.document, other.key)).toEqual({ ok: true, created: true })
})
