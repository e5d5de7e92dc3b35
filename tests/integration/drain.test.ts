import { afterEach, describe, expect, it } from 'vitest'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'

let server: ServerProcess

afterEach(() => server.remove())

describe.each(['SIGTERM', 'SIGINT'] as const)('a stop by %s', (signal) => {
  it('commits and acknowledges what has arrived, tells the clients, and exits 0', async () => {
    server = await startServerProcess()
    const { writer, ...document } = await startWriting(await RawClient.connect(server.url))
    const acknowledged: string[] = []
    const typing = Array.from({ length: 300 }, async (_, i) => {
      const answer = await writer.write(`${i} `)
      if (answer.ok) acknowledged.push(`${i}`)
      return answer
    })
    await typing[0]
    const stopped = server.stop(signal)
    expect(await writer.client.next('closed')).toEqual({ document: document.document, code: 'draining' })
    expect(await stopped).toBe(0)
    writer.client.close()
    await Promise.allSettled(typing)
    await server.restart()
    const fresh = new RawWriter(await RawClient.connect(server.url), document)
    await fresh.join()
    const stored = new Set(fresh.text.toString().split(' '))
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(acknowledged.filter((word) => !stored.has(word))).toEqual([])
  })
})

describe('health', () => {
  it('is answered while the server runs', async () => {
    server = await startServerProcess()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })
})
