import { afterEach, describe, expect, it } from 'vitest'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { Random } from '../support/random.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'

let server: ServerProcess

afterEach(() => server.remove())

describe('an acknowledged update', () => {
  it('is there after the server was killed, whenever that was', async () => {
    server = await startServerProcess()
    const random = new Random(20_261_120)
    const { document, key, writer } = await startWriting(await RawClient.connect(server.url))
    let current = writer
    let acknowledged = 0
    for (let round = 0; round < 6; round++) {
      const typing: Promise<unknown>[] = []
      for (let i = 0; i < 40; i++) {
        typing.push(
          current.write(`${round}.${i} `).then((answer) => {
            if (answer.ok) acknowledged++
          }),
        )
      }
      // Some are answered by now, some are in a commit, some have not been sent.
      await Promise.race([Promise.all(typing), typing[random.below(typing.length)]])
      const seen = acknowledged
      await server.kill()
      current.client.close()
      await Promise.allSettled(typing)
      await server.restart()
      const fresh = new RawWriter(await RawClient.connect(server.url), { document, key })
      expect(await fresh.join()).toMatchObject({ ok: true })
      const words = fresh.text.toString().split(' ').filter(Boolean)
      expect(new Set(words).size).toBe(words.length)
      expect(words.length).toBeGreaterThanOrEqual(seen)
      acknowledged = words.length
      current = fresh
    }
    expect(acknowledged).toBeGreaterThan(0)
  })
})

describe('an update that somebody else has seen', () => {
  it('is there after the server was killed the moment it arrived', async () => {
    server = await startServerProcess()
    const { document, key, writer } = await startWriting(await RawClient.connect(server.url))
    const reader = new RawWriter(await RawClient.connect(server.url), { document, key })
    await reader.join()
    const killed = new Promise<void>((resolve, reject) => {
      let frames = 0
      reader.client.socket.on('updates', (_message: UpdatesMessage) => {
        if (++frames === 5) server.kill().then(resolve, reject)
      })
    })
    for (let i = 0; !server.exited && i < 10_000; i++) await writer.write(`${i} `)
    await killed
    const seen = reader.text.toString()
    expect(seen).not.toBe('')
    await server.restart()
    const fresh = new RawWriter(await RawClient.connect(server.url), { document, key })
    await fresh.join()
    expect(fresh.text.toString().startsWith(seen)).toBe(true)
  })
})
