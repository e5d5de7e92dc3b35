import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilesAnswer } from '../../shared/files/file-answers.ts'
import { SharedDocument } from '../support/shared-document.ts'
import { askFiles, filesOf, storeFile, storedFile } from '../support/stored-files.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { createJpeg, createPng, jpegSegment, pngChunk } from '../support/tiny-images.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer({ MAX_FILE_MIB: '2' })
})
afterAll(() => server.remove())

/** Names of what is on the disk, wherever it is. */
async function stored({ dataDirectory }: TestServer): Promise<string[]> {
  const names = await readdir(join(dataDirectory, 'uploads'), { recursive: true })
  return names.filter((name) => name.includes('/'))
}

async function listed(shared: SharedDocument): Promise<FilesAnswer> {
  return (await (await askFiles(shared, shared.owner, filesOf(shared))).json()) as FilesAnswer
}

describe('a file that is stored with a document', () => {
  it('is an image by its content, whatever it is called, and tells nothing but what it shows', async () => {
    const shared = await SharedDocument.create(server)
    await shared.owner.client.introduce(shared.document, 'Ada')
    const note = jpegSegment(0xfe, 'Taken by Eve')
    const answer = await storeFile(shared, { name: '../Photo “1”.txt', bytes: createJpeg([note]) })
    expect(answer).toEqual({
      ok: true,
      file: {
        id: expect.stringMatching(/^[\w-]{22}$/) as string,
        name: '_Photo “1”.txt',
        type: 'image/jpeg',
        size: createJpeg().byteLength,
        createdAt: expect.any(Number) as number,
        by: 'Ada',
      },
    })
    if (!answer.ok) return
    const response = await askFiles(shared, shared.owner, `${filesOf(shared)}/${answer.file.id}.jpg`)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(createJpeg().byteLength),
      'content-disposition': `inline; filename="_Photo _1_.txt"; filename*=UTF-8''_Photo%20%E2%80%9C1%E2%80%9D.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': `sandbox; default-src 'none'`,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(createJpeg())).toBe(true)
    expect(await listed(shared)).toEqual({
      ok: true,
      files: [answer.file],
      used: answer.file.size,
      quota: 200 * 1024 * 1024,
      largest: 2 * 1024 * 1024,
    })
    shared.close()
  })

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image.svg'],
    ['HTML', '<!doctype html><script>alert(1)</script>', 'page.html'],
    ['a damaged image', createPng().subarray(0, -4), 'image.png'],
    ['nothing', '', 'empty.txt'],
  ])('is a download, if it is %s', async (_kind, content, name) => {
    const shared = await SharedDocument.create(server)
    const bytes = new Uint8Array(Buffer.from(content))
    const id = await storedFile(shared, { name, bytes })
    const response = await askFiles(shared, shared.owner, `${filesOf(shared)}/${id}`)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(response.headers.get('content-security-policy')).toBe(`sandbox; default-src 'none'`)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    shared.close()
  })

  it('is kept by the browser, which asks each time whether it may show it', async () => {
    const shared = await SharedDocument.create(server)
    const path = `${filesOf(shared)}/${await storedFile(shared)}`
    const etag = (await askFiles(shared, shared.owner, path)).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    const again = await askFiles(shared, shared.owner, path, { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    const other = await askFiles(shared, shared.owner, path, { headers: { 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
    const { link, key } = await shared.link({ role: 'viewer' })
    const guest = await shared.guest()
    await shared.join(guest, key)
    const headers = { 'if-none-match': etag }
    expect((await askFiles(shared, guest, path, { headers })).status).toBe(304)
    await shared.revoke(link)
    expect((await askFiles(shared, guest, path, { headers })).status).toBe(404)
    shared.close()
  })

  it('is there after the server started anew, and gone once it is deleted', async () => {
    const shared = await SharedDocument.create(server)
    const path = `${filesOf(shared)}/${await storedFile(shared)}`
    shared.close()
    await server.restart()
    expect((await askFiles(shared, shared.owner, path)).status).toBe(200)
    expect(await (await askFiles(shared, shared.owner, path, { method: 'DELETE' })).json()).toEqual({ ok: true })
    for (const method of ['GET', 'DELETE']) {
      expect((await askFiles(shared, shared.owner, path, { method })).status).toBe(404)
    }
    expect((await listed(shared)).files).toEqual([])
  })

  it('comes through whole when it is large and its length is not announced', async () => {
    const shared = await SharedDocument.create(server)
    const bytes = new Uint8Array(randomBytes(2 * 1024 * 1024))
    const pieces = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.byteLength; at += 100_000) controller.enqueue(bytes.slice(at, at + 100_000))
        controller.close()
      },
    })
    const response = await askFiles(shared, shared.owner, `${filesOf(shared)}?name=a`, { method: 'POST', body: pieces })
    expect(response.status).toBe(201)
    const { file } = (await response.json()) as { file: { id: string } }
    const back = await askFiles(shared, shared.owner, `${filesOf(shared)}/${file.id}`)
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true)
    shared.close()
  })

  it('needs a name and the type of bytes', async () => {
    const shared = await SharedDocument.create(server)
    const post = (path: string, headers = {}) =>
      askFiles(shared, shared.owner, path, { method: 'POST', body: 'x', headers })
    expect((await post(filesOf(shared))).status).toBe(400)
    expect((await post(`${filesOf(shared)}?name=a&name=b`)).status).toBe(400)
    for (const type of ['text/plain', 'multipart/form-data; boundary=x']) {
      expect((await post(`${filesOf(shared)}?name=a`, { 'content-type': type })).status).toBe(415)
    }
    expect((await askFiles(shared, shared.owner, `${filesOf(shared)}?name=a`, { method: 'POST' })).status).toBe(400)
    expect((await listed(shared)).files).toEqual([])
    shared.close()
  })
})

describe('nothing is left of a file', () => {
  it('that is larger than it may be, announced or not', async () => {
    const shared = await SharedDocument.create(server)
    const before = await stored(server)
    const bytes = new Uint8Array(2 * 1024 * 1024 + 1)
    expect(await storeFile(shared, { bytes })).toEqual({ ok: false, code: 'file-too-large' })
    const stream = new Blob([bytes]).stream()
    const answer = await askFiles(shared, shared.owner, `${filesOf(shared)}?name=a`, { method: 'POST', body: stream })
    expect([answer.status, await answer.json()]).toEqual([413, { ok: false, code: 'file-too-large' }])
    expect(await stored(server)).toEqual(before)
    expect((await listed(shared)).files).toEqual([])
    // And the next one is taken.
    expect((await storeFile(shared, { bytes: bytes.subarray(1) })).ok).toBe(true)
    shared.close()
  })

  it('that breaks off, whether its length was announced or not', async () => {
    const shared = await SharedDocument.create(server)
    const before = await stored(server)
    for (const length of ['100000', null]) {
      const headers = {
        cookie: shared.owner.cookie,
        'content-type': 'application/octet-stream',
        ...(length !== null && { 'content-length': length }),
      }
      const url = `${server.url}${filesOf(shared)}?name=half.png`
      const upload = request(url, { method: 'POST', headers })
      const failed = new Promise((resolve) => upload.once('error', resolve))
      upload.write(Buffer.alloc(50_000))
      await expect.poll(async () => (await stored(server)).length).toBe(before.length + 1)
      upload.destroy()
      await failed
      await expect.poll(() => stored(server)).toEqual(before)
    }
    expect((await listed(shared)).files).toEqual([])
    shared.close()
  })

  it('whose sender goes away after its last byte, when nobody would hear that it is stored', async () => {
    const shared = await SharedDocument.create(server)
    const before = await stored(server)
    const headers = { cookie: shared.owner.cookie, 'content-type': 'application/octet-stream' }
    const url = `${server.url}${filesOf(shared)}?name=whole.png`
    const upload = request(url, { method: 'POST', headers, agent: false })
    upload.once('error', () => {})
    upload.write(Buffer.alloc(1024 * 1024))
    await expect.poll(async () => (await stored(server)).length).toBe(before.length + 1)
    upload.once('finish', () => upload.socket?.end())
    upload.end(Buffer.alloc(1024 * 1024 - 1))
    await expect.poll(() => stored(server)).toEqual(before)
    expect((await listed(shared)).files).toEqual([])
    shared.close()
  })

  it('of somebody whose right to store it ended meanwhile', async () => {
    const shared = await SharedDocument.create(server)
    const { link, key } = await shared.link({ role: 'editor' })
    const guest = await shared.guest()
    await shared.join(guest, key)
    const before = await stored(server)
    const headers = { cookie: guest.cookie, 'content-type': 'application/octet-stream' }
    const upload = request(`${server.url}${filesOf(shared)}?name=a.txt`, { method: 'POST', headers })
    const answered = new Promise<IncomingMessage>((resolve) => upload.once('response', resolve))
    upload.write('Hello')
    await expect.poll(async () => (await stored(server)).length).toBe(before.length + 1)
    await shared.revoke(link)
    upload.end(', world')
    const answer = await answered
    expect([answer.statusCode, JSON.parse(await text(answer))]).toEqual([404, { ok: false, code: 'not-found' }])
    expect(await stored(server)).toEqual(before)
    shared.close()
  })
})

describe('a bound', () => {
  it('of all files of a document, and of all that somebody stored, is kept', async () => {
    const small = await startServer({ MAX_FILE_MIB: '1', MAX_DOCUMENT_FILES_MIB: '2', MAX_PERSON_FILES_MIB: '3' })
    const shared = await SharedDocument.create(small)
    const bytes = new Uint8Array(1024 * 1024)
    const full = { ok: false, code: 'quota-full' }
    for (let file = 0; file < 2; file++) expect((await storeFile(shared, { bytes })).ok).toBe(true)
    expect(await storeFile(shared, { bytes: new Uint8Array(1) })).toEqual(full)
    const other = await SharedDocument.create(small, '', shared.owner)
    expect((await storeFile(other, { bytes })).ok).toBe(true)
    expect(await storeFile(other, { bytes: new Uint8Array(1) })).toEqual(full)
    // Somebody else has room.
    const guest = await other.guest()
    await other.join(guest, other.key)
    expect((await storeFile(other, { bytes, as: guest })).ok).toBe(true)
    // Deleting makes room at once.
    const [last] = (await listed(shared)).files
    await askFiles(shared, shared.owner, `${filesOf(shared)}/${last?.id}`, { method: 'DELETE' })
    expect((await storeFile(shared, { bytes })).ok).toBe(true)
    other.close()
    await small.remove()
  })

  it('of nothing means that nothing is stored', async () => {
    const none = await startServer({ MAX_FILE_MIB: '0' })
    const shared = await SharedDocument.create(none)
    expect(await storeFile(shared)).toEqual({ ok: false, code: 'file-too-large' })
    expect(await listed(shared)).toEqual({ ok: true, files: [], used: 0, quota: 0, largest: 0 })
    shared.close()
    await none.remove()
  })

  it('of what an address stores is told with when to come again', async () => {
    const crowded = await startServer()
    const shared = await SharedDocument.create(crowded)
    let answer = await storeFile(shared, { bytes: createPng() })
    for (let count = 1; count < 200 && answer.ok; count++) answer = await storeFile(shared, { bytes: createPng() })
    expect(answer).toEqual({ ok: false, code: 'slow', retryAfterMs: expect.any(Number) as number })
    expect((await listed(shared)).files.length).toBeGreaterThanOrEqual(120)
    shared.close()
    await crowded.remove()
  })

  it('of how many are on their way from an address is kept', async () => {
    const busy = await startServer()
    const shared = await SharedDocument.create(busy)
    const uploads = Array.from({ length: 8 }, () => {
      const headers = { cookie: shared.owner.cookie, 'content-type': 'application/octet-stream' }
      const upload = request(`${busy.url}${filesOf(shared)}?name=a`, { method: 'POST', headers, agent: false })
      upload.on('error', () => {})
      upload.write('x')
      return upload
    })
    await expect.poll(async () => (await stored(busy)).length).toBe(8)
    expect(await storeFile(shared)).toMatchObject({ ok: false, code: 'slow' })
    for (const upload of uploads) upload.destroy()
    await expect.poll(async () => (await stored(busy)).length).toBe(0)
    expect((await storeFile(shared)).ok).toBe(true)
    shared.close()
    await busy.remove()
  })
})

it('requests that come at once on one connection get one file at a time, and nothing is opened for the others', async () => {
  const large = await startServer({ MAX_FILE_MIB: '16' })
  const shared = await SharedDocument.create(large)
  const path = `${filesOf(shared)}/${await storedFile(shared, { bytes: new Uint8Array(16 * 1024 * 1024) })}`
  const { hostname, port, host } = new URL(large.url)
  const asked = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${shared.owner.cookie}\r\n`
  const socket = connect(Number(port), hostname)
  socket.write(`${asked}\r\n`.repeat(9) + `${asked}connection: close\r\n\r\n`)
  // Nothing of the first is read until all have been looked at.
  await expect.poll(async () => (await askFiles(shared, shared.owner, path)).status).toBe(200)
  const answers = (await buffer(socket)).toString('latin1')
  const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  expect(statuses).toEqual(['200', ...Array.from({ length: 9 }, () => '503')])
  shared.close()
  await large.remove()
})

it('a large PNG with a text that says who made it is stored without it', async () => {
  const shared = await SharedDocument.create(server)
  const pixels = pngChunk('IDAT', new Uint8Array(randomBytes(1024 * 1024)))
  const bytes = createPng({ more: [pngChunk('tEXt', 'Author\0Eve'), pixels] })
  const answer = await storeFile(shared, { bytes })
  expect(answer).toMatchObject({
    ok: true,
    file: { type: 'image/png', size: createPng({ more: [pixels] }).byteLength },
  })
  shared.close()
})
