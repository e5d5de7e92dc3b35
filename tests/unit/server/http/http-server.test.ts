import { createHash } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTrust } from '../../../../server/access/address.ts'
import { readGuestToken } from '../../../../server/access/guest-cookie.ts'
import { ClientBuildError, loadClientBuild } from '../../../../server/http/client-build.ts'
import { createHttpServer, type HttpServer } from '../../../../server/http/http-server.ts'
import { createLog } from '../../../../server/observability/log.ts'

const CLIENT = new URL('../../../fixtures/client/', import.meta.url)
const DOCUMENT = 'abcdefghijklmnopqrst_-'

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let ready = true
const lines: string[] = []

async function start(basePath: string): Promise<{ http: HttpServer; ask: Ask }> {
  const http = await createHttpServer({
    basePath,
    trust: createTrust({ name: 'addresses', addresses: ['127.0.0.1'] }),
    build: await loadClientBuild(CLIENT, basePath),
    accounts: null,
    library: () => {
      throw new Error('nobody lists anything here')
    },
    files: () => {
      throw new Error('nobody lists anything here')
    },
    publishing: null,
    keepsOffline: true,
    isReady: async () => ready,
    maxConnections: 10,
    log: createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
  })
  const port = await http.listen(0, 'localhost')
  const ask: Ask = (path, headers = {}) =>
    new Promise((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path, headers })
      request.once('error', reject).once('response', (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          reject,
        )
      })
    })
  return { http, ask }
}

type Ask = (path: string, headers?: Record<string, string>) => Promise<Answer>

describe.each(['', '/sub'])('a server under "%s"', (base) => {
  let http: HttpServer
  let ask: Ask

  beforeAll(async () => {
    ;({ http, ask } = await start(base))
  })
  afterAll(() => http.close())

  it.each(['/', `/d/${DOCUMENT}`])('serves the editor at %s, relative to the base path', async (path) => {
    const { status, headers, body } = await ask(base + path)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toContain(`<base href="${base}/">`)
  })

  it('lets a page run only the scripts and styles of this answer, and talk to this server alone', async () => {
    const pages = await Promise.all([1, 2].map(() => ask(`${base}/`, { host: 'weft.example:8080' })))
    const nonces = pages.map(({ body, headers }) => {
      const [nonce, ...others] = new Set([...body.matchAll(/nonce="([^"]*)"/g)].map((match) => match[1]))
      expect(others).toEqual([])
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; ` +
          `img-src 'self' data: blob:; connect-src 'self' ws://weft.example:8080 wss://weft.example:8080; ` +
          `font-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'`,
      )
      return nonce
    })
    expect(nonces[0]).toMatch(/^[\w-]{22}$/)
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('shows documents in a page of an opaque origin, which loads nothing but what the reader asked for', async () => {
    const frame = await ask(`${base}/preview-frame`, { host: 'weft.example' })
    const nonce = /nonce="([^"]*)"/.exec(frame.body)?.[1]
    expect(frame.headers['content-security-policy']).toBe(
      `sandbox allow-scripts allow-modals; default-src 'none'; script-src 'nonce-${nonce}'; ` +
        `style-src 'self' weft.example 'unsafe-inline'; font-src 'self' weft.example; img-src data: blob:; media-src 'none'; ` +
        `base-uri 'self' weft.example; form-action 'none'; frame-ancestors 'self'`,
    )
    expect(frame.headers).toMatchObject({ 'x-frame-options': 'SAMEORIGIN', 'cache-control': 'no-store' })
    expect(frame.headers).not.toHaveProperty('set-cookie')
    const asked = ['cats.example', 'dogs.example:8080', 'x; script-src *', "'self'", '*']
    const query = asked.map((host) => `host=${encodeURIComponent(host)}`).join('&')
    const { headers } = await ask(`${base}/preview-frame?${query}`)
    expect(headers['content-security-policy']).toContain(
      'img-src data: blob: cats.example dogs.example:8080; media-src cats.example dogs.example:8080;',
    )
  })

  it('lets its files be read by that page, and a worker load nothing but its parts', async () => {
    const { headers } = await ask(`${base}/assets/app-4f2c91aa.js`)
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'content-security-policy': "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    })
  })

  it('puts nothing from a strange Host into the policy', async () => {
    const { headers } = await ask(`${base}/`, { 'x-forwarded-host': "x; script-src 'unsafe-inline'" })
    expect(headers['content-security-policy']).toContain("connect-src 'self'; font-src")
  })

  it('keeps documents out of search engines and addresses out of referrers', async () => {
    const { headers } = await ask(`${base}/d/${DOCUMENT}`)
    expect(headers).toMatchObject({
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  it('makes a new browser a guest, and keeps one that is a guest for another year', async () => {
    const [cookie = ''] = (await ask(`${base}/`)).headers['set-cookie'] ?? []
    expect(readGuestToken(cookie.split(';')[0])).not.toBeNull()
    expect(cookie).toContain(`Path=${base === '' ? '/' : base};`)
    expect(cookie).not.toContain('Secure')
    const again = await ask(`${base}/`, { cookie: cookie.split(';')[0] ?? '' })
    expect(again.headers['set-cookie']).toEqual([cookie])
    const malformed = await ask(`${base}/`, { cookie: 'weft-guest=short' })
    expect(malformed.headers).toHaveProperty('set-cookie')
  })

  it('marks the cookie Secure when a trusted proxy speaks https', async () => {
    const { headers } = await ask(`${base}/`, { 'x-forwarded-proto': 'https' })
    expect(headers['set-cookie']?.[0]).toContain('; Secure')
  })

  it('lets hashed files be kept for ever and asks for the others anew', async () => {
    const hashed = await ask(`${base}/assets/app-4f2c91aa.js`)
    expect(hashed.status).toBe(200)
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(hashed.headers['content-type']).toContain('javascript')
    const plain = await ask(`${base}/icon.svg`)
    expect(plain.status).toBe(200)
    expect(plain.headers['cache-control']).toBe('no-cache')
    expect(plain.headers).not.toHaveProperty('set-cookie')
    expect(plain.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it.each([
    '/index.html',
    '/preview-frame.html',
    '/nothing',
    '/assets/',
    '/assets/../../http-server.test.ts',
    '/%2e%2e/%2e%2e/package.json',
  ])('has nothing at %s, and says so to people and to programs', async (path) => {
    const page = await ask(base + path, { accept: 'text/html,*/*' })
    expect(page.status).toBe(404)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).toContain(`href="${base}/"`)
    const json = await ask(base + path, { accept: '*/*' })
    expect(json.status).toBe(404)
    expect(JSON.parse(json.body)).toEqual({ error: 'not-found' })
  })

  it.each([
    [undefined, 'lang="en" dir="ltr"', 'There is no page'],
    ['fr, *;q=0.5', 'lang="en" dir="ltr"', 'There is no page'],
    ['en;q=0.5, de-AT;q=0.8, fr', 'lang="de" dir="ltr"', 'gibt es keine Seite'],
    ['ar-EG', 'lang="ar" dir="rtl"', 'لا توجد صفحة'],
    ['de;q=0, en', 'lang="en"', 'There is no page'],
    [';;q=,,de;q=x', 'lang="en"', 'There is no page'],
  ])('says what is wrong in the language of a browser, as %s has it', async (languages, root, words) => {
    const accepted = languages === undefined ? {} : { 'accept-language': languages }
    const { body } = await ask(`${base}/nothing`, { accept: 'text/html', ...accepted })
    expect(body).toContain(`<html ${root}`)
    expect(body).toContain(words)
  })

  it('lets a page of what is wrong have its own style, and nothing else', async () => {
    const { body, headers } = await ask(`${base}/nothing`, { accept: 'text/html' })
    const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = `default-src 'none';style-src 'sha256-${hash}';frame-ancestors 'none'`
    expect(headers['content-security-policy']).toBe(policy)
    expect(body).not.toMatch(/<script|<link|src=/)
  })

  it.each(['/d/short', `/d/${DOCUMENT}/more`])('lets the page say that there is nothing at %s', async (path) => {
    const page = await ask(base + path)
    expect(page.status).toBe(404)
    expect(page.body).toContain(`<base href="${base}/"`)
  })

  it('answers an address that cannot be read with a refusal', async () => {
    expect((await ask(`${base}/d/%zz`)).status).toBe(400)
  })

  it('says that it runs, and whether people can come', async () => {
    expect((await ask(`${base}/healthz`)).status).toBe(200)
    expect((await ask(`${base}/readyz`)).status).toBe(200)
    ready = false
    expect((await ask(`${base}/healthz`)).status).toBe(200)
    expect((await ask(`${base}/readyz`)).status).toBe(503)
    ready = true
  })

  it('logs paths without their queries', async () => {
    await ask(`${base}/d/${DOCUMENT}?k=s3cr3t`)
    await expect.poll(() => lines.join('')).toContain(`"path":"${base}/d/${DOCUMENT}"`)
    expect(lines.join('')).not.toContain('s3cr3t')
  })
})

describe('connections of HTTP', () => {
  it('are given up when a request does not arrive, or an answer is not taken', async () => {
    const { http } = await start('')
    const { headersTimeout, requestTimeout, timeout, maxConnections } = http.server
    expect({ headersTimeout, requestTimeout, timeout, maxConnections }).toEqual({
      headersTimeout: 15_000,
      requestTimeout: 600_000,
      timeout: 60_000,
      maxConnections: 1044,
    })
    await http.close()
  })
})

describe('a server under a base path', () => {
  it('sends those who come to the root or forget the slash there', async () => {
    const { http, ask } = await start('/sub')
    for (const path of ['/', '/sub']) {
      const { status, headers } = await ask(path)
      expect([status, headers.location]).toEqual([302, '/sub/'])
    }
    await http.close()
  })
})

describe('loadClientBuild', () => {
  it('says what to do when the client is not built', async () => {
    const missing = loadClientBuild(new URL('nowhere/', CLIENT), '')
    await expect(missing).rejects.toThrow(ClientBuildError)
    await expect(missing).rejects.toThrow('run "npm run build" first')
  })
})
