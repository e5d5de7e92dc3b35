import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
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

describe('a stop that has to wait for the disk', () => {
  /** Another program holds the database while an update is on its way; the returned function lets go of it. */
  async function stuck(env: Record<string, string>) {
    server = await startServerProcess(env)
    const { writer } = await startWriting(await RawClient.connect(server.url))
    const other = new SqliteDatabase(join(server.dataDirectory, 'weft.db'))
    other.run('BEGIN IMMEDIATE')
    const answer = writer.write('on its way')
    // It is there: what comes after it on the same connection was answered.
    await writer.client.leave('nowhere')
    return { answer, letGo: () => other.close() }
  }

  it('says that nobody else should come, and stores what has arrived when it can', async () => {
    const { answer, letGo } = await stuck({ SHUTDOWN_SECONDS: '60' })
    const stopped = server.stop()
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    await expect(RawClient.connect(server.url)).rejects.toMatchObject({ data: { code: 'draining' } })
    letGo()
    expect(await answer).toMatchObject({ ok: true })
    expect(await stopped).toBe(0)
  })

  it('is given up after SHUTDOWN_SECONDS, and has refused what it could not store', async () => {
    const { answer, letGo } = await stuck({ SHUTDOWN_SECONDS: '1' })
    await server.stop()
    expect(server.endedBy).toBe('SIGKILL')
    expect(await answer).toEqual({ ok: false, code: 'draining' })
    expect(server.output).toContain('stopping took longer than SHUTDOWN_SECONDS')
    letGo()
  })

  it('is cut short by a second signal', async () => {
    const { letGo } = await stuck({ SHUTDOWN_SECONDS: '60' })
    const stopped = server.stop()
    // Those right after the first are the same one: a terminal and npm both pass Ctrl-C on.
    const again = () => {
      if (!server.exited) process.kill(server.pid, 'SIGTERM')
      return server.exited
    }
    await expect.poll(again).toBe(true)
    await stopped
    expect(server.endedBy).toBe('SIGTERM')
    letGo()
  })
})

describe('health', () => {
  it('is answered while the server runs', async () => {
    server = await startServerProcess()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })
})
