import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { MAX_FOLLOWERS_PER_ADDRESS, MAX_PUBLISHED_LENGTH } from '../../shared/protocol/limits.ts'
import { OPEN_ACCOUNTS } from '../support/account-browser.ts'
import { CROWD, SharedDocument } from '../support/shared-document.ts'
import { storedFile } from '../support/stored-files.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { createPng } from '../support/tiny-images.ts'

let server: TestServer
let shared: SharedDocument

beforeAll(async () => {
  server = await startServer(CROWD)
})
afterEach(() => shared.close())
afterAll(() => server.remove())

const HTML = { accept: 'text/html' }

async function page(path: string, headers: Record<string, string> = HTML, from = server) {
  const response = await fetch(from.url + path, { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

async function publish(slug: string, description?: string, document = shared.document): Promise<string> {
  const answer = await shared.owner.client.ask('publish', { document, slug, ...(description && { description }) })
  return answer.ok ? 'ok' : answer.code
}

const freshSlug = (): string =>
  `page-${newId()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')}`

/** What is told of a page, event by event. */
class Reader {
  readonly response: Response
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #rest = ''

  private constructor(response: Response) {
    if (response.body === null) throw new Error('nothing is told')
    this.response = response
    this.#reader = response.body.getReader()
  }

  static async of(slug: string, after = '', headers: Record<string, string> = {}): Promise<Reader> {
    return new Reader(await fetch(`${server.url}/p/${slug}/events?after=${after}`, { headers }))
  }

  /** Null at the end. */
  async next(): Promise<{ event: string; id: string; data: Record<string, unknown> } | null> {
    for (;;) {
      const end = this.#rest.indexOf('\n\n')
      if (end !== -1) {
        const fields = new Map(
          this.#rest
            .slice(0, end)
            .split('\n')
            .map((line) => line.split(/: ?(.*)/s, 2) as [string, string]),
        )
        this.#rest = this.#rest.slice(end + 2)
        const data = fields.get('data')
        if (data === undefined) continue
        return {
          event: fields.get('event') ?? '',
          id: fields.get('id') ?? '',
          data: JSON.parse(data) as Record<string, unknown>,
        }
      }
      const { value, done } = await this.#reader.read()
      if (done) return null
      this.#rest += new TextDecoder().decode(value)
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel()
  }
}

const versionOf = (body: string): string => /data-version="([^"]*)"/.exec(body)?.[1] ?? ''

describe('a published page', () => {
  it('is there for everybody, with title and description for link previews, and may be indexed', async () => {
    shared = await SharedDocument.create(server, '# Field notes\n\nWhat *we* saw & heard.')
    const slug = freshSlug()
    expect((await page(`/p/${slug}`)).status).toBe(404)
    expect(await publish(slug)).toBe('ok')
    const { status, headers, body } = await page(`/p/${slug}`)
    expect(status).toBe(200)
    expect(body).toContain('<title>Field notes</title>')
    expect(body).toMatch(/<meta name="description" content="What we saw &amp; heard\." \/>/)
    expect(body).toMatch(/<meta property="og:title" content="Field notes" \/>/)
    expect(body).toContain('>\n# Field notes\n\nWhat *we* saw &amp; heard.</pre>')
    expect([headers.get('x-robots-tag'), headers.get('set-cookie'), headers.get('cache-control')]).toEqual([
      null,
      null,
      'no-store',
    ])
    expect(await publish(slug, 'In other words')).toBe('ok')
    expect((await page(`/p/${slug}`)).body).toContain('content="In other words"')
    const listed = await shared.owner.client.ask('sharing', { document: shared.document })
    expect(listed).toMatchObject({ published: { slug, description: 'In other words' } })
  })

  it('shows hostile titles, descriptions and texts as what they are', async () => {
    shared = await SharedDocument.create(server, '</pre><script>trap()</script>')
    await shared.writer.write('\r__NONCE__ $& __TITLE__')
    const slug = freshSlug()
    const hostile = '"><script>trap()</script>\'__TEXT__ $1'
    await shared.owner.client.rename(shared.document, hostile)
    await publish(slug, hostile)
    const { body } = await page(`/p/${slug}`)
    expect(body).not.toContain('<script>')
    expect(body).not.toMatch(/content="[^"]*"[^\s/>]/)
    expect(body).toContain("<title>&quot;>&lt;script>trap()&lt;/script>'__TEXT__ $1</title>")
    expect(body).toContain('&lt;/pre>&lt;script>trap()&lt;/script>&#13;__NONCE__ $&amp; __TITLE__</pre>')
  })

  it('holds no secret: nothing by which the document is known elsewhere, and nothing of its past', async () => {
    shared = await SharedDocument.create(server, 'Now.')
    const { key } = await shared.link({ role: 'editor', label: 'Secret label' })
    await shared.owner.client.update(shared.document, shared.writer.type('PAST'))
    await shared.owner.client.update(shared.document, shared.writer.erase('Now.'.length, 'PAST'.length))
    const slug = freshSlug()
    await publish(slug)
    const reader = await Reader.of(slug)
    const told = [await page(`/p/${slug}`), await page(`/e/${slug}`)]
    const traffic = told.map(({ headers, body }) => JSON.stringify([...headers]) + body)
    traffic.push(JSON.stringify([...reader.response.headers]), JSON.stringify(await reader.next()))
    await reader.close()
    for (const secret of [shared.document, shared.key, key, 'Secret label', 'Writer', 'PAST'])
      expect(traffic.join('\n').includes(secret), secret).toBe(false)
  })

  it('is answered alike where nothing is and where nothing is any more', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    await publish(slug)
    await shared.owner.client.ask('unpublish', { document: shared.document })
    for (const kind of ['p', 'e']) {
      const [gone, never] = [await page(`/${kind}/${slug}`), await page(`/${kind}/${freshSlug()}`)]
      expect([gone.status, gone.headers.get('x-robots-tag'), gone.body]).toEqual([404, 'noindex', never.body])
      expect(gone.body).toContain('There is no page at this address.')
      expect((await page(`/${kind}/Not%20a%20slug`)).body).toBe(never.body)
    }
  })

  it('moves with its slug, and no two have the same', async () => {
    shared = await SharedDocument.create(server)
    const [one, two] = [freshSlug(), freshSlug()]
    await publish(one)
    expect(await publish(two)).toBe('ok')
    expect([(await page(`/p/${one}`)).status, (await page(`/p/${two}`)).status]).toEqual([404, 200])
    const other = await SharedDocument.create(server)
    const answer = await other.owner.client.ask('publish', { document: other.document, slug: two })
    expect(answer).toMatchObject({ ok: false, code: 'slug-taken' })
    for (const slug of ['', 'A', '../x', 'a/b', 'x'.repeat(200)]) expect(await publish(slug)).toBe('bad-request')
    other.close()
  })

  it('is gone with its document, and open pages are told', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    await publish(slug)
    const reader = await Reader.of(slug)
    expect((await reader.next())?.event).toBe('text')
    await shared.owner.client.ask('delete', { document: shared.document })
    expect((await page(`/p/${slug}`)).status).toBe(404)
    expect((await reader.next())?.event).toBe('gone')
    expect(await reader.next()).toBeNull()
  })

  it('is cut where it is longer than a page can be', async () => {
    shared = await SharedDocument.create(server, 'x'.repeat(MAX_PUBLISHED_LENGTH - 1024))
    await shared.owner.client.update(shared.document, shared.writer.type('y'.repeat(4096)))
    const slug = freshSlug()
    await publish(slug)
    const { body } = await page(`/p/${slug}`)
    expect(body).toContain('data-cut="true"')
    expect(body.length).toBeLessThan(MAX_PUBLISHED_LENGTH + 10_000)
  })
})

describe('whoever reads a published page', () => {
  it('is told of what changes, of the title, and of the end', async () => {
    shared = await SharedDocument.create(server, 'One.')
    const slug = freshSlug()
    await publish(slug)
    const reader = await Reader.of(slug, versionOf((await page(`/p/${slug}`)).body))
    await shared.owner.client.update(shared.document, shared.writer.type('Two. '))
    const change = await reader.next()
    expect(change).toMatchObject({ event: 'change', data: { remove: 0, insert: 'Two. ', isCut: false } })
    await shared.owner.client.rename(shared.document, 'Renamed')
    expect(await reader.next()).toMatchObject({ event: 'change', data: { remove: 0, insert: '', title: 'Renamed' } })
    // Who comes again says what they hold, and gets what they lack.
    const again = await Reader.of(slug, '', { 'last-event-id': change?.id ?? '' })
    const late = await Reader.of(slug, '0.0')
    expect(await late.next()).toMatchObject({ event: 'text', id: change?.id, data: { title: 'Renamed' } })
    await shared.owner.client.ask('unpublish', { document: shared.document })
    for (const each of [reader, again, late]) {
      expect((await each.next())?.event).toBe('gone')
      expect(await each.next()).toBeNull()
    }
  })

  it('is nobody in the room', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    await publish(slug)
    const reader = await Reader.of(slug)
    await reader.next()
    const listed = await shared.owner.client.ask('sharing', { document: shared.document })
    expect(listed.ok && listed.people.length).toBe(1)
    const guest = await shared.guest()
    const joined = await shared.join(guest, shared.key)
    expect(
      joined.ok &&
        Buffer.from(joined.awareness)
          .toString('latin1')
          .match(/"name"/g)?.length,
    ).toBe(1)
    await reader.close()
  })

  it('is one of so many from one address: the others look again later', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    await publish(slug)
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    const readers = await Promise.all(
      Array.from({ length: MAX_FOLLOWERS_PER_ADDRESS }, () => Reader.of(slug, '', headers)),
    )
    for (const reader of readers) expect((await reader.next())?.event).toBe('text')
    const one = await fetch(`${server.url}/p/${slug}/events`, { headers })
    expect(await one.text()).toMatch(/^retry: \d+\nevent: full\ndata: \{\}\n\n$/)
    const elsewhere = await Reader.of(slug)
    expect((await elsewhere.next())?.event).toBe('text')
    await Promise.all([...readers, elsewhere].map((reader) => reader.close()))
  })

  it('takes one place for a connection, however many requests come on it at once', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    expect(await publish(slug)).toBe('ok')
    const { hostname, port, host } = new URL(server.url)
    const forwarded = '203.0.113.77'
    const request = `GET /p/${slug}/events HTTP/1.1\r\nhost: ${host}\r\nx-forwarded-for: ${forwarded}\r\n\r\n`
    const socket = connect(Number(port), hostname)
    socket.write(request.repeat(MAX_FOLLOWERS_PER_ADDRESS))
    await once(socket, 'data')
    socket.destroy()
    await expect
      .poll(async () => {
        const readers = await Promise.all([1, 2].map(() => Reader.of(slug, '', { 'x-forwarded-for': forwarded })))
        const told = await Promise.all(readers.map((reader) => reader.next()))
        await Promise.all(readers.map((reader) => reader.close()))
        return told.map((first) => first?.event)
      })
      .toEqual(['text', 'text'])
  })

  it('waits after too many visits from one address', async () => {
    shared = await SharedDocument.create(server)
    const headers = { ...HTML, 'x-forwarded-for': '203.0.113.10' }
    const statuses = new Set<number>()
    while (!statuses.has(429) && statuses.size < 3) statuses.add((await page('/p/nothing', headers)).status)
    expect([...statuses]).toEqual([404, 429])
  }, 60_000)
})

describe('within pages of others', () => {
  it('only the embedded form is shown, to those whom the operator names', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    await publish(slug)
    const ancestors = ({ headers }: { headers: Headers }): string | undefined =>
      /frame-ancestors ([^;]+)/.exec(headers.get('content-security-policy') ?? '')?.[1]
    const embedded = await page(`/e/${slug}`)
    expect([ancestors(embedded), embedded.headers.get('x-frame-options')]).toEqual(['*', null])
    expect(embedded.headers.get('x-robots-tag')).toBe('noindex')
    for (const path of [`/p/${slug}`, '/', `/d/${shared.document}`, '/icon.svg', '/p/nothing'])
      expect([path, ancestors(await page(path))]).toEqual([path, "'none'"])
    expect(ancestors(await page('/preview-frame'))).toBe("'self'")
    for (const [EMBED_ANCESTORS, told] of [
      ['none', "'none'"],
      ['https://a.example, https://*.b.example:8443', 'https://a.example https://*.b.example:8443'],
    ] as const) {
      const other = await startServer({ ...CROWD, EMBED_ANCESTORS })
      expect(ancestors(await page('/e/nothing', HTML, other))).toBe(told)
      await other.remove()
    }
  })

  it('has no cookie, no storage and no way to what is the reader’s: its origin is its own', async () => {
    shared = await SharedDocument.create(server)
    const slug = freshSlug()
    await publish(slug)
    for (const path of [`/p/${slug}`, `/e/${slug}`]) {
      const { headers } = await page(path, { ...HTML, cookie: shared.owner.cookie })
      expect(headers.get('content-security-policy')).toMatch(
        /^sandbox allow-scripts allow-modals allow-popups allow-popups-to-escape-sandbox;/,
      )
      expect(headers.get('set-cookie')).toBeNull()
    }
  })
})

describe('publishing', () => {
  it('is the owner’s to do where guests may do nothing, and then for everybody', async () => {
    const closed = await startServer({ ...CROWD, ...OPEN_ACCOUNTS, GUESTS: 'off' })
    const { AccountBrowser } = await import('../support/account-browser.ts')
    const { Guest } = await import('../support/shared-document.ts')
    const { cookie } = await AccountBrowser.signedUp(closed)
    shared = await SharedDocument.create(closed, 'For all.', new Guest(closed, cookie))
    const slug = freshSlug()
    expect(await publish(slug)).toBe('ok')
    expect((await page(`/p/${slug}`, HTML, closed)).body).toContain('For all.')
    shared.close()
    await closed.remove()
  })

  it('is not there where the operator does not want it', async () => {
    const off = await startServer({ ...CROWD, PUBLISH: 'off' })
    shared = await SharedDocument.create(off)
    const slug = freshSlug()
    expect(await publish(slug)).toBe('forbidden')
    const listed = await shared.owner.client.ask('sharing', { document: shared.document })
    expect('published' in listed).toBe(false)
    for (const path of [`/p/${slug}`, `/e/${slug}`, `/p/${slug}/events`])
      expect((await page(path, HTML, off)).status).toBe(404)
    shared.close()
    await off.remove()
  })

  it('goes on after the server was started anew', async () => {
    shared = await SharedDocument.create(server, 'Still here.')
    const slug = freshSlug()
    await publish(slug)
    const reader = await Reader.of(slug)
    expect((await reader.next())?.event).toBe('text')
    shared.close()
    await server.restart()
    await expect(reader.next()).rejects.toThrow()
    expect((await page(`/p/${slug}`)).body).toContain('Still here.')
  })
})

describe('an image in a published text', () => {
  const shownAt = (slug: string, file: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/p/${slug}/files/${file}`, { headers })

  it('is for everybody, as long as the text is published and names it', async () => {
    shared = await SharedDocument.create(server, '')
    const [file, other] = [await storedFile(shared), await storedFile(shared)]
    const pdf = await storedFile(shared, { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.7') })
    await shared.writer.write(`![](files/${file}.png) [paper](files/${pdf}.pdf)`)
    const slug = freshSlug()
    expect((await shownAt(slug, file)).status).toBe(404)
    await publish(slug)
    for (const name of [file, `${file}.png`]) {
      const response = await shownAt(slug, name, { origin: 'null', 'sec-fetch-site': 'cross-site' })
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'image/png',
        'cache-control': 'no-cache',
        'content-security-policy': `sandbox; default-src 'none'`,
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      })
      expect(response.headers.has('set-cookie')).toBe(false)
      expect(Buffer.from(await response.arrayBuffer()).equals(createPng())).toBe(true)
    }
    // What the text does not show, and what is no image.
    for (const none of [other, pdf, newId(), 'short', '..%2f..%2fweft.db']) {
      expect([none, (await shownAt(slug, none)).status]).toEqual([none, 404])
    }
    const etag = (await shownAt(slug, file)).headers.get('etag') ?? ''
    expect((await shownAt(slug, file, { 'if-none-match': etag })).status).toBe(304)
    await shared.owner.client.ask('unpublish', { document: shared.document })
    expect((await shownAt(slug, file, { 'if-none-match': etag })).status).toBe(404)
  })

  it('may be loaded by the page from there alone', async () => {
    shared = await SharedDocument.create(server, 'Hello')
    const slug = freshSlug()
    await publish(slug)
    const host = new URL(server.url).host
    for (const path of ['p', 'e']) {
      const { headers } = await page(`/${path}/${slug}`)
      expect(headers.get('content-security-policy')).toContain(
        `img-src data: blob: ${host}/p/${slug}/files/ ${host}/favicon.svg; `,
      )
    }
  })
})
