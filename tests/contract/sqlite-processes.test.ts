import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'

let directory: string
let storage: SqliteStorage | null = null

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-processes-'))
})

afterEach(async () => {
  await storage?.close()
  storage = null
  await rm(directory, { recursive: true })
})

function startChild(...args: string[]) {
  const script = fileURLToPath(new URL('sqlite-child.ts', import.meta.url))
  return spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function runChild(...args: string[]): Promise<string> {
  const child = startChild(...args)
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(0)
  return output
}

async function openWithUpdates(count: number): Promise<SqliteStorage> {
  const opened = await SqliteStorage.open({ directory })
  storage = opened
  const actor = await opened.actors.resolve(new Uint8Array(32), 'ada', 1)
  await opened.documents.create({ id: 'd', keyHash: new Uint8Array(32), creator: actor, at: 1, seed: null })
  const updates = Array.from({ length: count }, () => ({ actor, clientId: 1, update: new Uint8Array(40) }))
  await opened.log.append([{ document: 'd', epoch: 1, updates }], 1)
  return opened
}

describe('SQLite: several processes', () => {
  it('loses nothing that was answered when the process is killed in the middle of appends', async () => {
    for (const answers of [1, 40, 300]) {
      const child = startChild('append', directory)
      const exited = once(child, 'close')
      let answered = 0
      let lines = 0
      for await (const line of createInterface({ input: child.stdout })) {
        answered = Number(line)
        lines += 1
        if (lines === answers) child.kill('SIGKILL')
      }
      expect(await exited).toEqual([null, 'SIGKILL'])

      // Opens at once: the system dropped the lock with the process.
      storage = await SqliteStorage.open({ directory })
      const history = await storage.log.history('d', 1, Number.MAX_SAFE_INTEGER)
      expect(history.length).toBeGreaterThanOrEqual(answered)
      // A batch is there whole or not at all.
      expect(history.length % 3).toBe(0)
      for (const [index, { sequence, update }] of history.entries()) {
        expect(sequence).toBe(index + 1)
        expect(update.byteLength).toBe(500 * ((index % 3) + 1))
      }
      await storage.close()
      storage = null
    }
  })

  it('keeps a second server out at once, and lets it in when the first is gone', async () => {
    const opened = await openWithUpdates(1)
    expect(await runChild('open', directory)).toBe(
      `StorageError: Another Weft server is running on ${directory}. One folder can have only one.`,
    )
    await expect(SqliteStorage.open({ directory })).rejects.toThrow('Another Weft server')
    await opened.check()
    await opened.close()
    expect(await runChild('open', directory)).toBe('')
  })

  it('can be copied by another process while the server writes', async () => {
    const opened = await openWithUpdates(5000)
    const copy = join(directory, 'copy')
    await mkdir(copy)
    const copied = new AbortController()
    const backup = runChild('backup', directory, join(copy, 'weft.db')).finally(() => copied.abort())
    let last = 0
    while (!copied.signal.aborted) {
      const update = { actor: 'ada', clientId: 1, update: new Uint8Array(40) }
      const [answer] = await opened.log.append([{ document: 'd', epoch: 1, updates: [update] }], 1)
      if (answer?.ok) last = answer.sequence
    }
    await backup
    const restored = await SqliteStorage.open({ directory: copy })
    const history = await restored.log.history('d', 1, Number.MAX_SAFE_INTEGER)
    await restored.close()
    expect(history.length).toBeGreaterThanOrEqual(5000)
    expect(history.length).toBeLessThanOrEqual(last)
  })
})
