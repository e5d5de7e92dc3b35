import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { Connection, type ConnectionOptions } from '../../client/transport/connection.ts'
import { DOCUMENTS_NAMESPACE } from '../../shared/protocol/messages.ts'
import { startServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const connections: Connection[] = []
const servers: { remove(): Promise<void> }[] = []
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  for (const server of servers.splice(0)) await server.remove()
})

async function serve(env?: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(env)
  servers.push(server)
  return server
}

/** A server that takes connections and says nothing. */
async function serveSilence(): Promise<{ url: string; connections(): number }> {
  const http = createServer()
  const io = new Server(http)
  let count = 0
  io.of(DOCUMENTS_NAMESPACE).on('connection', () => (count += 1))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  servers.push({ remove: async () => await io.close() })
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, connections: () => count }
}

/** A server that does not hear the first request, as if it had been sent into a network that is gone. */
async function serveFromTheSecondOn(): Promise<{ url: string; requests(): number }> {
  const http = createServer()
  let count = 0
  const io = new Server(http, {
    allowRequest: (_, decide) => {
      count += 1
      if (count > 1) decide(null, true)
    },
  })
  io.of(DOCUMENTS_NAMESPACE)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  servers.push({
    remove: async () => {
      http.closeAllConnections()
      await io.close()
    },
  })
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, requests: () => count }
}

/** A server that says by what each connection came, and that may be told to take no more websockets. */
async function serveUpgrades() {
  const http = createServer()
  let isBlocked = false
  const io = new Server(http, {
    allowRequest: (request, decide) => decide(null, !(isBlocked && request.headers.upgrade === 'websocket')),
  })
  const transports: string[] = []
  const upgraded = new Promise<void>((resolve) => {
    io.of(DOCUMENTS_NAMESPACE).on('connection', ({ conn }) => {
      transports.push(conn.transport.name)
      conn.once('upgrade', () => resolve())
    })
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  servers.push({ remove: async () => await io.close() })
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    transports: () => transports,
    upgraded,
    blockWebsockets: () => {
      isBlocked = true
    },
    disconnect: () => io.of(DOCUMENTS_NAMESPACE).disconnectSockets(true),
  }
}

function connect(url: string, over: Partial<ConnectionOptions> = {}): Connection {
  const connection = new Connection({ url, path: '/socket.io', random: () => 0.01, ...over })
  connections.push(connection)
  connection.connect()
  return connection
}

const isOnline = (connection: Connection) => until(() => connection.state.value.name === 'online')
const fresh = () => ({ document: newId(), key: newId() })

describe("the page's connection", () => {
  it.each([['polling'], ['websocket']] as const)('asks and is answered over %s alone', async (transport) => {
    const connection = connect((await serve()).url, { transports: [transport] })
    await isOnline(connection)
    expect(await connection.request('create', fresh())).toEqual({ ok: true, created: true })
  })

  it('comes back by itself after the server was restarted', async () => {
    const server = await serve()
    const connection = connect(server.url)
    await isOnline(connection)
    const restarted = server.restart()
    await until(() => connection.state.value.name !== 'online')
    expect(await connection.request('create', fresh())).toEqual({ ok: false, code: 'not-joined' })
    await restarted
    await isOnline(connection)
    expect(await connection.request('create', fresh())).toMatchObject({ ok: true })
  })

  it('begins with a websocket when one carried the last connection', async () => {
    const server = await serveUpgrades()
    connect(server.url)
    await server.upgraded
    server.disconnect()
    await until(() => server.transports().length === 2)
    expect(server.transports()).toEqual(['polling', 'websocket'])
  })

  it('falls back to long polling where websockets are blocked by now', async () => {
    const server = await serveUpgrades()
    const connection = connect(server.url)
    await server.upgraded
    server.blockWebsockets()
    server.disconnect()
    await until(() => connection.state.value.name !== 'online')
    await isOnline(connection)
    expect(server.transports()).toEqual(['polling', 'polling'])
  })

  it('is refused for good when the page is too old', async () => {
    const connection = connect((await serve()).url, { protocol: 0 })
    await until(() => connection.state.value.name === 'refused')
    connection.retryNow()
    expect(connection.state.value).toEqual({ name: 'refused', code: 'too-old' })
  })

  it('says that the server is full, and goes on trying until it is not', async () => {
    const server = await serve({ MAX_CONNECTIONS: '1' })
    const first = connect(server.url)
    await isOnline(first)
    const second = connect(server.url)
    await until(() => second.state.value.name === 'offline' && second.state.value.code === 'server-full')
    first.close()
    await isOnline(second)
  })

  it('takes a server that does not answer for gone, and connects anew', async () => {
    const server = await serveSilence()
    const connection = connect(server.url, { acknowledgementTimeoutMs: 20 })
    await isOnline(connection)
    const answered: string[] = []
    const request = connection.request('create', fresh(), () => answered.push(connection.state.value.name))
    expect(await request).toEqual({ ok: false, code: 'not-joined' })
    expect(answered).toEqual(['offline'])
    await until(() => server.connections() === 2)
    await isOnline(connection)
  })

  it('connects at once when asked to, instead of waiting for its turn', async () => {
    const server = await serve()
    const connection = connect(server.url)
    await isOnline(connection)
    // From now on its turns are far apart.
    const patient = connect(server.url, { random: () => 0.999, clock: { now: () => 0, after: () => () => {} } })
    await isOnline(patient)
    patient.networkLost()
    expect(patient.state.value).toMatchObject({ name: 'offline', attempt: 0 })
    patient.retryNow()
    await isOnline(patient)
  })

  it('leaves an attempt that nobody answers for a while when asked to connect at once', async () => {
    const server = await serveFromTheSecondOn()
    let now = 0
    const connection = connect(server.url, { clock: { now: () => now, after: () => () => {} } })
    await until(() => server.requests() === 1)
    connection.retryNow()
    expect(connection.state.value).toMatchObject({ name: 'connecting', attempt: 1 })
    now = 2_000
    connection.retryNow()
    await isOnline(connection)
    expect(server.requests()).toBe(2)
  })

  it('tries nothing any more once it is closed', async () => {
    const server = await serve()
    const connection = connect(server.url)
    await isOnline(connection)
    connection.close()
    connection.retryNow()
    expect(connection.state.value).toMatchObject({ name: 'offline', retryAt: null })
  })
})
