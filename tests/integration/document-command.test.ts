import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountBrowser, OPEN_ACCOUNTS, emailOf } from '../support/account-browser.ts'
import { RawClient, startWriting } from '../support/raw-client.ts'
import { SharedDocument } from '../support/shared-document.ts'
import { storedFile } from '../support/stored-files.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { createPng } from '../support/tiny-images.ts'
import { weft } from '../support/weft-command.ts'

let server: TestServer
let folder: string

beforeAll(async () => {
  server = await startServer(OPEN_ACCOUNTS)
  folder = await mkdtemp(join(tmpdir(), 'weft-document-'))
})
afterAll(async () => {
  await server.remove()
  await rm(folder, { recursive: true })
})

const document = (...args: string[]) => weft(['document', ...args], { DATA_DIR: server.dataDirectory })
/** A document of a guest, who is in it. */
const written = async (text: string) => startWriting(await RawClient.connect(server.url), text)

describe('weft document, beside a server', () => {
  it('lists what there is, with what was typed a moment ago', async () => {
    const { document: first, writer } = await written('Hello')
    await writer.client.rename(first, 'Minutes')
    await AccountBrowser.signedUp(server, 'lister')
    const { document: second } = await written('World')
    const { status, stdout, stderr } = await document('list')
    expect([status, stderr]).toEqual([0, ''])
    const lines = stdout.split('\n')
    expect(lines.find((line) => line.startsWith(first))).toMatch(
      /bytes {2}edited \d{4}-\d\d-\d\d {2}a guest {2}Minutes$/,
    )
    expect(lines.findIndex((line) => line.startsWith(second))).toBeLessThan(
      lines.findIndex((line) => line.startsWith(first)),
    )
    expect((await document('list', 'minut')).stdout.trim().split('\n')).toHaveLength(1)
    expect(await document('list', emailOf('nobody'))).toMatchObject({ status: 0, stdout: '' })
    writer.client.close()
  })

  it('exports a text, to standard output and to a file that is new', async () => {
    const { document: id, writer } = await written('# Hello')
    await writer.write(', world')
    expect(await document('export', id)).toEqual({ status: 0, stdout: '# Hello, world\n', stderr: '' })
    const file = join(folder, 'hello.md')
    expect((await document('export', id, file)).status).toBe(0)
    expect(await readFile(file, 'utf8')).toBe('# Hello, world')
    expect(await document('export', id, file)).toMatchObject({ status: 1, stdout: '' })
    writer.client.close()
  })

  it('exports files that are stored with a text beside it, where it looks for them', async () => {
    const shared = await SharedDocument.create(server, 'Look: ![](files/x.png)')
    const id = await storedFile(shared, { name: 'Photo.PNG', bytes: createPng() })
    const alone = await document('export', shared.document)
    expect([alone.status, alone.stderr]).toEqual([0, 'It has 1 file(s), which come along when FILE is given.\n'])
    const beside = await mkdtemp(join(folder, 'export-'))
    for (const name of ['text.md', 'again.md']) {
      expect((await document('export', shared.document, join(beside, name))).status).toBe(0)
    }
    expect((await readFile(join(beside, 'files', `${id}.png`))).equals(createPng())).toBe(true)
    expect(await readFile(join(beside, 'text.md'), 'utf8')).toBe('Look: ![](files/x.png)')
    shared.close()
  })

  it('unpublishes: nobody reads it any more, and a list says what is published and what is in the trash', async () => {
    const { document: id, writer } = await written('Hello')
    await writer.client.ask('publish', { document: id, slug: 'hello' })
    expect((await fetch(`${server.url}/p/hello`)).status).toBe(200)
    expect((await document('list', id)).stdout).toMatch(/a guest {2}\(published: hello\)\n$/)
    expect(await document('unpublish', id)).toEqual({
      status: 0,
      stdout: `${id} is not published any more.\n`,
      stderr: '',
    })
    expect((await fetch(`${server.url}/p/hello`)).status).toBe(404)
    expect(await document('unpublish', id)).toMatchObject({
      status: 1,
      stderr: `weft: no document ${id} is published\n`,
    })
    await writer.client.delete(id)
    expect((await document('list', id)).stdout).toMatch(/a guest {2}\(in the trash\)\n$/)
    writer.client.close()
  })

  it('deletes: whoever has it open is told, nobody gets in, and nothing of it is left', async () => {
    const { document: id, key, writer } = await written('Hello')
    const other = await written('Another')
    for (const each of [writer, other.writer]) await each.write('!')
    const closed = writer.client.next('closed')
    expect(await document('delete', id)).toEqual({ status: 0, stdout: `${id} is deleted.\n`, stderr: '' })
    expect(await closed).toEqual({ document: id, code: 'deleted' })
    expect(await writer.client.join({ document: id, key, clientId: 7, name: 'Ada' })).toMatchObject({
      code: 'not-found',
    })
    expect(await document('export', id)).toMatchObject({ status: 1, stderr: `weft: there is no document ${id}\n` })
    expect((await document('delete', id)).status).toBe(1)
    expect(await other.writer.write('?')).toMatchObject({ ok: true })
    expect((await document('export', other.document)).stdout).toBe('Another!?\n')
    // Its text is in no table of the folder any more.
    expect(await document('list', id)).toMatchObject({ stdout: '' })
    for (const each of [writer, other.writer]) each.client.close()
  })

  it.each([['list'], ['export', 'x'], ['delete', 'x']])('makes nothing where there is nothing: %s', async (...args) => {
    const missing = join(folder, 'mistyped')
    const done = await weft(['document', ...args], { DATA_DIR: missing })
    expect(done).toMatchObject({ status: 1, stdout: '' })
    expect(done.stderr).toContain('There is no database')
    await expect(access(missing)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    [['remove', 'x'], 'unknown action remove'],
    [['export'], 'ID is missing'],
    [['delete', 'a', 'b'], 'unknown argument b'],
    [[], 'ACTION is missing'],
  ])('refuses %j', async (args, why) => {
    const { status, stderr } = await document(...args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)])
  })
})

it('weft document deletes on a folder without a server: the next one empties it', async () => {
  const directory = join(folder, 'data')
  const own = await startServer({ DATA_DIR: directory })
  const { document: id, writer } = await startWriting(await RawClient.connect(own.url), 'Hello')
  writer.client.close()
  await own.remove()
  expect((await weft(['document', 'delete', id], { DATA_DIR: directory })).status).toBe(0)
  const again = await startServer({ DATA_DIR: directory })
  const client = await RawClient.connect(again.url)
  expect(await client.join({ document: id, clientId: 7 })).toMatchObject({ code: 'not-found' })
  client.close()
  await again.remove()
  expect((await weft(['verify'], { DATA_DIR: directory })).stdout).toBe('0 document(s): all is well.\n')
})
