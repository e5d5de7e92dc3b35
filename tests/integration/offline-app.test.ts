import { afterEach, describe, expect, it } from 'vitest'
import { OPEN_ACCOUNTS, AccountBrowser } from '../support/account-browser.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

const servers: TestServer[] = []

async function start(env: Record<string, string> = {}): Promise<TestServer> {
  const server = await startServer(env)
  servers.push(server)
  return server
}

afterEach(() => Promise.all(servers.splice(0).map((server) => server.remove())))

describe.each(['', '/weft'])('below "%s"', (base) => {
  it('the service worker is asked for anew each time, and may fetch from this server alone', async () => {
    const server = await start({ BASE_PATH: base })
    const { status, headers } = await fetch(`${server.url}${base}/service-worker.js`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('javascript')
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    )
  })

  it('what a browser keeps of pages runs its own code alone, and is relative to the path', async () => {
    const server = await start({ BASE_PATH: base })
    const { host } = new URL(server.url)
    const page = await fetch(`${server.url}${base}/offline/page`)
    const html = await page.text()
    const [nonce, ...others] = new Set([...html.matchAll(/nonce="([^"]*)"/g)].map((match) => match[1]))
    expect(others).toEqual([])
    expect(html).toContain(`<base href="${base}/">`)
    const present = await fetch(`${server.url}${base}/`)
    const policy = present.headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`ws://${host}`)
    expect(page.headers.get('content-security-policy')).toBe(policy.replaceAll(/nonce-[\w-]+/g, `nonce-${nonce}`))

    const frame = await fetch(`${server.url}${base}/offline/preview-frame`)
    const [, own] = /nonce="([^"]*)"/.exec(await frame.text()) ?? []
    expect(own).not.toBe(nonce)
    expect(frame.headers.get('content-security-policy')).toBe(
      `sandbox allow-scripts allow-modals; default-src 'none'; script-src 'nonce-${own}'; style-src 'unsafe-inline'; ` +
        `font-src data:; img-src data: blob:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'`,
    )
    expect(frame.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    for (const { headers } of [page, frame]) {
      expect([headers.get('cache-control'), headers.get('x-robots-tag')]).toEqual(['no-store', 'noindex'])
    }
  })

  it('an operator who wants none has browsers let go of theirs', async () => {
    const server = await start({ BASE_PATH: base, OFFLINE_APP: 'off' })
    const worker = await fetch(`${server.url}${base}/service-worker.js`)
    expect(worker.headers.get('cache-control')).toBe('no-cache')
    expect(worker.headers.get('content-security-policy')).toContain("connect-src 'self'")
    expect(await worker.text()).toContain('unregister()')
    expect(await (await fetch(`${server.url}${base}/`)).text()).not.toContain('data-version')
    for (const path of ['page', 'preview-frame'])
      expect((await fetch(`${server.url}${base}/offline/${path}`)).status).toBe(404)
  })
})

it('what is kept says nothing of anybody, whoever asks for it', async () => {
  const server = await start({ ...OPEN_ACCOUNTS, GUESTS: 'off' })
  const browser = await AccountBrowser.signedUp(server)
  const headers = { cookie: browser.cookie }
  expect(await (await fetch(`${server.url}/`, { headers })).text()).toContain('data-account-id=')
  for (const path of ['/offline/page', '/offline/preview-frame', '/service-worker.js']) {
    const [signedIn, guest] = await Promise.all([{ headers }, {}].map((how) => fetch(server.url + path, how)))
    const bare = (html: string): string => html.replaceAll(/nonce="[^"]*"/g, '')
    const [own = '', others = ''] = await Promise.all(
      [signedIn, guest].map(async (answer) => (await answer?.text()) ?? ''),
    )
    expect(bare(own)).toBe(bare(others))
    expect(own).not.toContain('data-account')
    for (const answer of [signedIn, guest]) expect(answer?.headers.getSetCookie()).toEqual([])
  }
})
