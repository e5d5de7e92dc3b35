import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { MAX_OVERDRAWN_PACKETS, MAX_PACKETS_BURST } from '../../shared/protocol/limits.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { RawEngine } from '../support/raw-engine.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer
let clock: FakeClock

beforeEach(async () => {
  clock = new FakeClock()
  server = await startServer({}, clock)
})
afterEach(() => server.remove())

const FLOOD = MAX_PACKETS_BURST + MAX_OVERDRAWN_PACKETS + 100

describe('a burst of a client that heeds the server', () => {
  it('is put off in part, and is stored as a whole after as long as it was told to wait', async () => {
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const updates = Array.from({ length: MAX_PACKETS_BURST * 0.6 }, (_, i) => writer.type(`${i} `))
    // So much at once is gathered for some milliseconds, which have to pass.
    const passing = setInterval(() => clock.advance(1), 1)
    onTestFinished(() => clearInterval(passing))
    let left = updates
    let rounds = 0
    while (left.length > 0) {
      rounds += 1
      const batch = left.slice(0, 300)
      const answers = await Promise.all(batch.map((update) => writer.client.update(document.document, update)))
      const waits = answers.flatMap((answer) => (answer.ok ? [] : [answer]))
      for (const wait of waits) {
        expect(wait).toEqual({ ok: false, code: 'slow', retryAfterMs: expect.any(Number) as number })
      }
      left = [...batch.filter((_, i) => !answers[i]?.ok), ...left.slice(300)]
      clock.advance(Math.max(0, ...waits.map(({ retryAfterMs }) => retryAfterMs ?? 0)))
    }
    expect(rounds).toBeGreaterThan(2)
    const fresh = new RawWriter(await RawClient.connect(server.url), document)
    await fresh.join()
    expect(fresh.text.toString()).toBe(updates.map((_, i) => `${i} `).join(''))
  })
})

describe('a connection that sends on and on is ended, and nobody else notices, when it sends', () => {
  const floods: [string, (engine: RawEngine) => void][] = [
    ['requests', (engine) => engine.request(1, 'leave', { document: 'x' })],
    ['events that nobody knows', (engine) => engine.socket.send('42/documents,["nonsense"]')],
    ['requests that cannot be answered', (engine) => engine.socket.send('42/documents,["update",{}]')],
    ['cursors', (engine) => engine.socket.send('42/documents,["awareness",{}]')],
    ['answers to nothing', (engine) => engine.socket.send('43/documents,7[]')],
    ['heartbeats', (engine) => engine.socket.send('3')],
    ['pings of the websocket', (engine) => engine.socket.ping('ping')],
  ]
  it.each(floods)('%s', async (_name, send) => {
    const { writer } = await startWriting(await RawClient.connect(server.url))
    const engine = await RawEngine.enter(server.url)
    for (let i = 0; i < FLOOD && engine.socket.readyState === engine.socket.OPEN; i++) send(engine)
    await engine.closed
    await expect.poll(() => server.log.some(({ msg }) => msg === 'ended a connection')).toBe(true)
    expect(await writer.write('still here')).toMatchObject({ ok: true })
  })

  it('a payload of packets without end', async () => {
    const { writer } = await startWriting(await RawClient.connect(server.url))
    const endpoint = `${server.url}/socket.io/?EIO=4&transport=polling`
    const { sid } = JSON.parse((await (await fetch(endpoint)).text()).slice(1)) as { sid: string }
    const body = Array.from({ length: 500_000 }, () => '4').join('\x1e')
    await fetch(`${endpoint}&sid=${sid}`, { method: 'POST', body })
    expect((await fetch(`${endpoint}&sid=${sid}`)).status).toBe(400)
    expect(server.log.some(({ msg }) => msg === 'ended a connection')).toBe(true)
    expect(await writer.write('still here')).toMatchObject({ ok: true })
  })

  it('probes for an upgrade that it never makes', async () => {
    const opened = await (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    const engine = await RawEngine.open(server.url, { sid })
    for (let i = 0; i < FLOOD; i++) engine.socket.send('2probe')
    await engine.closed
    expect((await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`)).status).toBe(400)
  })
})

it('a connection that leaves the namespace is ended', async () => {
  const engine = await RawEngine.enter(server.url)
  engine.socket.send('41/documents,')
  await engine.closed
})
