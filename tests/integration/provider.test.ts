import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_SIGN_INS } from '../../shared/protocol/limits.ts'
import { AccountBrowser, OPEN_ACCOUNTS, PASSWORD, emailOf } from '../support/account-browser.ts'
import { IdentityPeer, passThrough } from '../support/identity-peer.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let peer: IdentityPeer
let server: TestServer

beforeAll(async () => {
  peer = await IdentityPeer.start()
  server = await startServer({ ...OPEN_ACCOUNTS, ...peer.env, SIGNUP: 'closed' })
})
afterAll(async () => {
  await server.remove()
  await peer.stop()
})

/** As far as the provider's answer. */
async function left(browser: AccountBrowser, login: string): Promise<string> {
  const { status, answer } = await browser.post('provider')
  expect(status).toBe(200)
  const back = await passThrough((answer as { location: string }).location, login)
  return back.replace(server.url, '')
}

/** Resolves to what the page is told. */
async function cameBack(browser: AccountBrowser, path: string): Promise<string | null> {
  const { status, headers } = await browser.get(path)
  expect(status).toBe(302)
  expect(headers.get('cache-control')).toBe('no-store')
  return headers.get('location')
}

describe('signing in by a provider', () => {
  it('makes an account at first, and is the same account from then on, whatever SIGNUP says', async () => {
    const [first, second] = [new AccountBrowser(server), new AccountBrowser(server)]
    expect((await first.overview()).provider).toBe(new URL(peer.issuer).host)
    expect(await cameBack(first, await left(first, 'ann'))).toBe('/sign-in?provider=ok')
    expect(await first.account()).toMatchObject({ email: 'ann@example.org', isAdmin: true, hasPassword: false })
    expect(await cameBack(second, await left(second, 'ann'))).toBe('/sign-in?provider=ok')
    expect((await first.account()).sessions).toHaveLength(2)
    const other = new AccountBrowser(server)
    await cameBack(other, await left(other, 'bob'))
    expect(await other.account()).toMatchObject({ email: 'bob@example.org', isAdmin: false })
  })

  it('asks with PKCE, a state and a nonce, fresh each time', async () => {
    const browser = new AccountBrowser(server)
    const asked = await Promise.all([browser.post('provider'), browser.post('provider')])
    const [one, other] = asked.map(({ answer }) => new URL((answer as { location: string }).location).searchParams)
    expect(one?.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one?.get(name)).toMatch(/^[\w-]{43}$/)
      expect(one?.get(name)).not.toBe(other?.get(name))
    }
    const [cookie = ''] = asked[0]?.headers.getSetCookie() ?? []
    expect(cookie).toMatch(/^weft-ticket=[\w.-]+; Max-Age=600; Path=\/oidc; HttpOnly; SameSite=Lax$/)
  })

  it('is ended only by the browser that began it, once', async () => {
    const browser = new AccountBrowser(server)
    const back = await left(browser, 'cyd')
    // Somebody who is led to an address with another's answer would write into the other's account.
    const victim = new AccountBrowser(server)
    expect(await cameBack(victim, back)).toBe('/sign-in?provider=provider-failed')
    await left(victim, 'victim')
    expect(await cameBack(victim, back)).toBe('/sign-in?provider=provider-failed')
    expect((await victim.overview()).account).toBeNull()
    expect(await cameBack(browser, back)).toBe('/sign-in?provider=ok')
    expect(await cameBack(browser, back)).toBe('/sign-in?provider=provider-failed')
  })

  it('fails when the state, the code or the answer is another', async () => {
    for (const [name, value] of [
      ['state', 'x'.repeat(43)],
      ['code', 'x'.repeat(43)],
      ['iss', 'https://evil.example'],
      ['error', 'access_denied'],
    ] as const) {
      const browser = new AccountBrowser(server)
      const back = new URL(await left(browser, 'eve'), server.url)
      back.searchParams.set(name, value)
      expect(await cameBack(browser, back.pathname + back.search)).toBe('/sign-in?provider=provider-failed')
      expect((await browser.overview()).account).toBeNull()
    }
  })

  it('does not give away an account that somebody made with a password', async () => {
    const open = await startServer({ ...OPEN_ACCOUNTS, ...peer.env, PORT: '0' })
    await AccountBrowser.signedUp(open, 'dan')
    // The peer leads back to the server it knows; the answer is as good at this one.
    const browser = new AccountBrowser(open)
    const { answer } = await browser.post(
      'provider',
      {},
      { 'x-forwarded-host': new URL(server.url).host, origin: server.url },
    )
    const back = await passThrough((answer as { location: string }).location, 'dan')
    const { headers } = await browser.get(back.replace(server.url, ''), {
      'x-forwarded-host': new URL(server.url).host,
    })
    expect(headers.get('location')).toBe('/sign-in?provider=email-taken')
    expect((await browser.overview()).account).toBeNull()
    await open.remove()
  })

  it('needs an address that is known to be theirs', async () => {
    const browser = new AccountBrowser(server)
    expect(await cameBack(browser, await left(browser, 'unverified-fay'))).toBe('/sign-in?provider=email-missing')
  })

  it('is no way to sign in with a password that there is not', async () => {
    const browser = new AccountBrowser(server)
    await cameBack(browser, await left(browser, 'gil'))
    for (const password of ['', PASSWORD]) expect((await browser.signIn('gil', password)).status).toBe(401)
    const change = await browser.post('password', { present: '', password: PASSWORD })
    expect(change).toMatchObject({ status: 403, answer: { code: 'wrong-password' } })
  })

  it('takes nothing of what an address may do with passwords', async () => {
    const browser = new AccountBrowser(server)
    for (let visit = 0; visit <= MAX_SIGN_INS; visit++) {
      expect((await browser.post('provider')).status).toBe(200)
      expect(await cameBack(browser, '/oidc/callback?code=x&state=x')).toBe('/sign-in?provider=provider-failed')
    }
    expect((await browser.signIn('nobody')).status).toBe(401)
  })

  it('is begun by no page of another site', async () => {
    const { status, headers } = await new AccountBrowser(server).post(
      'provider',
      {},
      { origin: 'https://evil.example' },
    )
    expect(status).toBe(403)
    expect(headers.getSetCookie()).toEqual([])
  })

  it('says so when the provider cannot be reached, and works again when it can', async () => {
    const lost = await startServer({ ...OPEN_ACCOUNTS, ...peer.env, PORT: '0', OIDC_ISSUER: 'http://127.0.0.1:1' })
    expect(await new AccountBrowser(lost).post('provider')).toMatchObject({
      status: 502,
      answer: { code: 'provider-failed' },
    })
    await lost.remove()
  })

  it('leaves no code, secret or address in the log', async () => {
    const log = JSON.stringify(server.log)
    expect(log).toContain('/oidc/callback')
    for (const secret of ['code=', 'state=', 'secret of weft', emailOf('ann')]) expect(log).not.toContain(secret)
  })
})
