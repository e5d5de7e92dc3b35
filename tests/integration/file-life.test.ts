import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { RETIRED_KEPT_MS } from '../../server/storage/blob-store.ts'
import { RawWriter } from '../support/raw-client.ts'
import { LeapingClock } from '../support/leaping-clock.ts'
import { type Guest, SharedDocument } from '../support/shared-document.ts'
import { askFiles, filesOf, storeFile, storedFile } from '../support/stored-files.ts'
import { type ServerProcess, type TestServer, startServer, startServerProcess } from '../support/test-server.ts'
import { createPng, pngChunk } from '../support/tiny-images.ts'
import { weft } from '../support/weft-command.ts'

const HOUR_MS = 60 * 60 * 1000

let server: TestServer | ServerProcess
let clock = new LeapingClock()

afterEach(() => server.remove())

async function started(): Promise<TestServer> {
  clock = new LeapingClock()
  const fresh = await startServer({}, clock)
  server = fresh
  return fresh
}

/** Names of what is on the disk, without those of folders. */
async function onDisk(): Promise<string[]> {
  const names = await readdir(join(server.dataDirectory, 'uploads'), { recursive: true })
  return names.filter((name) => name.includes('/')).map((name) => name.slice(name.indexOf('/') + 1))
}

async function act({ cookie }: Guest, route: string, body: object): Promise<void> {
  const response = await fetch(`${server.url}/api/documents/${route}`, {
    method: 'POST',
    headers: { cookie, origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect([route, response.status]).toEqual([route, 200])
}

async function read(shared: SharedDocument, file: string, document = shared.document): Promise<number> {
  return (await askFiles(shared, shared.owner, `${filesOf({ document })}/${file}`)).status
}

describe('files of a document', () => {
  it('are its copy’s, too, and die with the last that has them', async () => {
    const shared = await SharedDocument.create(await started())
    const { document, owner } = shared
    const [one, two] = [await storedFile(shared), await storedFile(shared, { name: 'other.png' })]
    const copy = newId()
    await act(owner, 'duplicate', { document, copy, key: newId() })
    await act(owner, 'archive', { document, archived: true })
    for (const each of [document, copy]) expect(await read(shared, one, each)).toBe(200)
    // Somebody who has the one has nothing in the other.
    const guest = await shared.guest()
    await shared.join(guest, shared.key)
    expect((await askFiles(shared, guest, `${filesOf({ document: copy })}/${one}`)).status).toBe(404)

    await askFiles(shared, owner, `${filesOf(shared)}/${one}`, { method: 'DELETE' })
    expect([await read(shared, one), await read(shared, one, copy)]).toEqual([404, 200])
    await act(owner, 'trash', { document })
    expect(await read(shared, two)).toBe(404)
    await act(owner, 'restore', { document })
    expect(await read(shared, two)).toBe(200)
    await act(owner, 'trash', { document })
    await act(owner, 'purge', { document })
    clock.leap(HOUR_MS)
    clock.leap(RETIRED_KEPT_MS + HOUR_MS)
    for (const file of [one, two])
      expect([await read(shared, file), await read(shared, file, copy)]).toEqual([404, 200])

    await act(owner, 'trash', { document: copy })
    await act(owner, 'purge', { document: copy })
    // A backup that began before may still come for them.
    await expect
      .poll(async () => {
        clock.leap(HOUR_MS)
        return (await onDisk()).filter((name) => name.endsWith('.retired')).length
      })
      .toBe(2)
    await expect
      .poll(async () => {
        clock.leap(RETIRED_KEPT_MS)
        return onDisk()
      })
      .toEqual([])
    shared.close()
  })

  it('are gone with a document that weft document deletes', async () => {
    const shared = await SharedDocument.create(await started())
    await storeFile(shared)
    expect(await onDisk()).toHaveLength(1)
    await weft(['document', 'delete', shared.document], { DATA_DIR: server.dataDirectory })
    await shared.owner.client.next('closed')
    await expect
      .poll(async () => {
        clock.leap(HOUR_MS)
        return (await onDisk()).filter((name) => !name.endsWith('.retired'))
      })
      .toEqual([])
    shared.close()
  })
})

describe('a start', () => {
  it('removes what a crash left, and nothing else', async () => {
    const fresh = await started()
    const shared = await SharedDocument.create(fresh)
    const file = await storedFile(shared)
    shared.close()
    const uploads = join(fresh.dataDirectory, 'uploads')
    const orphan = `ab${'1'.repeat(30)}`
    await mkdir(join(uploads, 'ab'), { recursive: true })
    await writeFile(join(uploads, 'ab', orphan), 'without a row')
    await writeFile(join(uploads, 'incoming', 'f'.repeat(32)), 'half')
    await fresh.restart()
    await expect.poll(onDisk).toContain(`${orphan}.retired`)
    expect(await onDisk()).toHaveLength(2)
    expect(await read(shared, file)).toBe(200)
  })

  it('after a kill finds every file that was called stored, and no row without its bytes', async () => {
    const killed = await startServerProcess({ DOCUMENTS_PER_HOUR: '1000' })
    server = killed
    for (let round = 0; round < 3; round++) {
      const shared = await SharedDocument.create(killed)
      const told: { readonly id: string; readonly bytes: Buffer }[] = []
      const writing = Array.from({ length: 6 }, async (_, writer) => {
        for (let index = 0; ; index++) {
          const bytes = createPng({ more: [pngChunk('IDAT', Buffer.alloc(20_000 * writer, index))] })
          const answer = await storeFile(shared, { bytes }).catch(() => null)
          if (answer?.ok !== true) return
          told.push({ id: answer.file.id, bytes })
        }
      })
      await expect.poll(() => told.length).toBeGreaterThan(8 + round)
      await killed.kill()
      await Promise.all(writing)
      shared.close()
      await killed.restart()
      for (const { id, bytes } of told) {
        const response = await askFiles(shared, shared.owner, `${filesOf(shared)}/${id}`)
        expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
      }
      const { status, stdout } = await weft(['verify'], { DATA_DIR: killed.dataDirectory })
      expect([status, stdout]).toEqual([0, expect.stringContaining('all is well')])
    }
  }, 120_000)
})

describe('a lost file', () => {
  it('is told of by the doctor, and whoever asks for it is told', async () => {
    const fresh = await started()
    const shared = await SharedDocument.create(fresh)
    const file = await storedFile(shared)
    const [blob = ''] = (await readdir(join(fresh.dataDirectory, 'uploads'), { recursive: true })).filter((name) =>
      name.includes('/'),
    )
    const env = { DATA_DIR: fresh.dataDirectory, PORT: '0' }
    expect((await weft(['doctor'], env)).stdout).toContain('1 file(s) of documents')
    await cp(join(fresh.dataDirectory, 'uploads', blob), join(fresh.dataDirectory, 'kept'))
    await writeFile(join(fresh.dataDirectory, 'uploads', blob), 'short')
    expect((await weft(['doctor'], env)).stdout).toContain(
      `${file} (image.png), uploads/${blob}, is damaged: it has 5 bytes`,
    )
    await cp(join(fresh.dataDirectory, 'kept'), join(fresh.dataDirectory, 'uploads', blob))
    expect((await weft(['verify'], env)).status).toBe(0)
    const rescued = join(fresh.dataDirectory, 'rescued')
    expect((await weft(['doctor', '--rescue', rescued, '--all'], env)).status).toBe(0)
    expect(await readdir(join(rescued, 'files'))).toEqual([`${file}.png`])
    const writer = new RawWriter(shared.owner.client, { document: shared.document, key: shared.key })
    expect((await writer.join()).ok).toBe(true)
    shared.close()
  })
})
