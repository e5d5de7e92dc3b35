import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { MAX_SIGN_UPS, MAX_WRONG_SIGN_INS, MAX_WRONG_SIGN_INS_OF_KNOWN } from '../../shared/protocol/limits.ts'
import { AccountBrowser, OPEN_ACCOUNTS, PASSWORD, emailOf } from '../support/account-browser.ts'
import { type RawClient, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(OPEN_ACCOUNTS)
})
afterAll(() => server.remove())

const ended = (client: RawClient): Promise<unknown> =>
  new Promise((resolve) => client.socket.once('disconnect', resolve))

describe('signing up', () => {
  it('makes an account and signs in; the first account administers', async () => {
    const own = await startServer(OPEN_ACCOUNTS)
    const ann = new AccountBrowser(own)
    expect(await ann.overview()).toEqual({
      ok: true,
      account: null,
      signUp: 'open',
      provider: null,
      canReset: false,
      isFirst: true,
      guestDocuments: 0,
    })
    expect(await ann.post('sign-up', { email: ' Ann@Example.ORG', password: PASSWORD })).toMatchObject({ status: 200 })
    expect(await ann.account()).toMatchObject({
      email: 'ann@example.org',
      isAdmin: true,
      hasPassword: true,
      sessions: [{ isThis: true }],
    })
    const bob = await AccountBrowser.signedUp(own, 'bob')
    expect(await bob.account()).toMatchObject({ isAdmin: false })
    await own.remove()
  })

  it('gives a cookie that scripts cannot read, and other sites cannot send along', async () => {
    const browser = new AccountBrowser(server)
    const body = { email: emailOf('cookie'), password: PASSWORD }
    const { headers } = await browser.post('sign-up', body, {
      'x-forwarded-proto': 'https',
      origin: server.url.replace('http:', 'https:'),
    })
    const [cookie] = headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-weft-session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['no address', { email: 'nobody', password: PASSWORD }],
    ['a short password', { email: 'short@example.org', password: 'too short' }],
    ['no password', { email: 'none@example.org' }],
    ['text in place of fields', 'email'],
  ])('refuses %s', async (_what, body) => {
    expect(await new AccountBrowser(server).post('sign-up', body as object)).toMatchObject({ status: 400 })
  })

  it('refuses an address that an account has, however it is written', async () => {
    await AccountBrowser.signedUp(server, 'taken')
    const again = await new AccountBrowser(server).post('sign-up', { email: 'TAKEN@example.org', password: PASSWORD })
    expect(again).toMatchObject({ status: 409, answer: { code: 'email-taken' } })
  })

  it('is bounded for each address', async () => {
    const browser = new AccountBrowser(server)
    const up = (index: number) => browser.post('sign-up', { email: `many${index}@example.org`, password: PASSWORD })
    for (let index = 0; index < MAX_SIGN_UPS; index++) expect((await up(index)).status).toBe(200)
    const refused = await up(MAX_SIGN_UPS)
    expect(refused).toMatchObject({ status: 429, answer: { code: 'slow' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it.each([
    ['closed', 'sign-up-closed'],
    ['invite', 'invitation-needed'],
  ])('is refused where it is %s', async (SIGNUP, code) => {
    const own = await startServer({ ACCOUNTS: 'on', SIGNUP })
    for (const invitation of [undefined, newId()]) {
      const body = { email: 'a@example.org', password: PASSWORD, ...(invitation !== undefined && { invitation }) }
      expect(await new AccountBrowser(own).post('sign-up', body)).toMatchObject({ status: 403, answer: { code } })
    }
    await own.remove()
  })
})

describe('signing in and out', () => {
  it('is the same account on another device, with its documents', async () => {
    const first = await AccountBrowser.signedUp(server, 'ann')
    const client = await first.connect()
    const { document } = await startWriting(client, 'Hello')
    const second = new AccountBrowser(server)
    expect((await second.signIn('ann')).status).toBe(200)
    const there = await second.connect()
    expect(await there.join({ document, clientId: 7 })).toMatchObject({ ok: true, role: 'owner' })
    client.close()
    there.close()
  })

  it('is answered alike, whatever is wrong', async () => {
    await AccountBrowser.signedUp(server, 'bob')
    const answers = await Promise.all([
      new AccountBrowser(server).signIn('bob', 'wrong password'),
      new AccountBrowser(server).signIn('nobody', 'wrong password'),
    ])
    for (const { status, answer } of answers) {
      expect([status, answer]).toEqual([401, { ok: false, code: 'wrong-sign-in' }])
    }
  })

  it('is put off after so many guesses also when they come at the same time', async () => {
    await AccountBrowser.signedUp(server, 'stormed')
    const left = 3
    for (let guess = left; guess < MAX_WRONG_SIGN_INS; guess++) {
      await new AccountBrowser(server).signIn('stormed', `guess ${guess}`)
    }
    const guesses = Array.from({ length: 40 }, (_, guess) =>
      new AccountBrowser(server).signIn('stormed', `guess number ${guess}`),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(left)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
  })

  it('is not kept by others’ guesses from who signed in lately, or is signed in', async () => {
    const own = await AccountBrowser.signedUp(server, 'besieged')
    await own.signIn('besieged')
    for (let guess = 0; guess < MAX_WRONG_SIGN_INS; guess++) {
      await new AccountBrowser(server).signIn('besieged', `guess ${guess}`)
    }
    expect((await new AccountBrowser(server).signIn('besieged')).status).toBe(429)
    expect((await own.signIn('besieged')).status).toBe(200)
    const change = { present: PASSWORD, password: 'another password' }
    expect((await own.post('password', change)).status).toBe(200)
    // With a new password the count begins anew.
    expect((await new AccountBrowser(server).signIn('besieged', 'another password')).status).toBe(200)
  })

  it('is put off for who signed in lately, too, when it is they who guess', async () => {
    const own = await AccountBrowser.signedUp(server, 'forgetful')
    await own.signIn('forgetful')
    const statuses = new Set<number>()
    for (let guess = 0; guess < MAX_WRONG_SIGN_INS + MAX_WRONG_SIGN_INS_OF_KNOWN; guess++) {
      statuses.add((await own.signIn('forgetful', `guess ${guess}`)).status)
    }
    expect(statuses).toEqual(new Set([401]))
    expect((await own.signIn('forgetful')).status).toBe(429)
  })

  it('is put off after so many guesses, from wherever they come, and not for others', async () => {
    await AccountBrowser.signedUp(server, 'guessed')
    for (let guess = 0; guess < MAX_WRONG_SIGN_INS; guess++) {
      expect((await new AccountBrowser(server).signIn('guessed', `guess ${guess}`)).status).toBe(401)
    }
    expect((await new AccountBrowser(server).signIn('guessed')).status).toBe(429)
    await AccountBrowser.signedUp(server, 'unguessed')
    expect((await new AccountBrowser(server).signIn('unguessed')).status).toBe(200)
  }, 30_000)

  it('ends the session that the browser had, and gives it a new token', async () => {
    const browser = await AccountBrowser.signedUp(server, 'again')
    const before = browser.cookieNamed('weft-session')
    await browser.signIn('again')
    expect(browser.cookieNamed('weft-session')).not.toBe(before)
    expect((await browser.account()).sessions).toHaveLength(1)
  })

  it('out ends the session, also for who kept its cookie', async () => {
    const browser = await AccountBrowser.signedUp(server, 'out')
    const token = browser.cookieNamed('weft-session') ?? ''
    expect((await browser.post('sign-out')).status).toBe(200)
    expect(browser.cookieNamed('weft-session')).toBeUndefined()
    browser.setCookie('weft-session', token)
    expect((await browser.overview()).account).toBeNull()
  })
})

describe('sessions', () => {
  it('are listed with their device, and can be ended from another one', async () => {
    const here = await AccountBrowser.signedUp(server, 'two')
    const there = new AccountBrowser(server)
    await there.post(
      'sign-in',
      { email: emailOf('two'), password: PASSWORD },
      { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' },
    )
    const { sessions } = await here.account()
    expect(sessions).toHaveLength(2)
    const other = sessions.find(({ isThis }) => !isThis)
    expect(other?.device).toBe('Firefox on Linux')
    expect((await here.post('end-session', { session: other?.id })).status).toBe(200)
    expect((await there.overview()).account).toBeNull()
    expect((await here.post('end-session', { session: other?.id })).status).toBe(409)
  })

  it('that end are out of open documents, whose next connection is a guest’s', async () => {
    const here = await AccountBrowser.signedUp(server, 'live')
    const there = new AccountBrowser(server)
    await there.signIn('live')
    const client = await there.connect()
    const { document } = await startWriting(client, 'Hello')
    const gone = ended(client)
    const other = (await here.account()).sessions.find(({ isThis }) => !isThis)
    await here.post('end-session', { session: other?.id })
    await gone
    const again = await there.connect()
    expect(await again.join({ document, clientId: 9 })).toMatchObject({ ok: false, code: 'not-found' })
    again.close()
  })

  it('are out of open documents when they sign out, and only they are', async () => {
    const browser = await AccountBrowser.signedUp(server, 'leaving')
    const staying = await AccountBrowser.signedUp(server, 'staying')
    const [client, other] = [await browser.connect(), await staying.connect()]
    const gone = ended(client)
    await browser.post('sign-out')
    await gone
    expect(other.socket.connected).toBe(true)
    other.close()
  })

  it('end with a new password, but for the one that set it', async () => {
    const here = await AccountBrowser.signedUp(server, 'change')
    const there = new AccountBrowser(server)
    await there.signIn('change')
    const client = await there.connect()
    const gone = ended(client)
    const wrong = await here.post('password', { present: 'wrong password', password: 'another password' })
    expect(wrong).toMatchObject({ status: 403, answer: { code: 'wrong-password' } })
    expect((await here.post('password', { present: PASSWORD, password: 'another password' })).status).toBe(200)
    await gone
    expect((await here.account()).sessions).toHaveLength(1)
    expect((await there.overview()).account).toBeNull()
    expect((await there.signIn('change')).status).toBe(401)
    expect((await there.signIn('change', 'another password')).status).toBe(200)
  })

  it('last through a restart', async () => {
    const browser = await AccountBrowser.signedUp(server, 'restarted')
    await server.restart()
    expect(await browser.account()).toMatchObject({ email: emailOf('restarted') })
  })

  it.each(['password', 'end-session', 'adopt'])('are needed for %s', async (route) => {
    const body = { present: PASSWORD, password: 'another password', session: newId() }
    const { status, answer } = await new AccountBrowser(server).post(route, body)
    expect([status, answer]).toEqual([401, { ok: false, code: 'sign-in-needed' }])
  })
})

describe('what a guest wrote', () => {
  it('becomes the account’s when that is said, also in open documents', async () => {
    const browser = new AccountBrowser(server)
    const client = await browser.connect()
    const { document, writer } = await startWriting(client, 'Hello')
    await browser.post('sign-up', { email: emailOf('adopter'), password: PASSWORD })
    expect(await browser.overview()).toMatchObject({ guestDocuments: 1 })
    const gone = ended(client)
    expect((await browser.post('adopt')).status).toBe(200)
    await gone
    expect(await browser.overview()).toMatchObject({ guestDocuments: 0 })
    const again = await browser.connect()
    const joined = await again.join({ document, clientId: writer.doc.clientID, name: 'Ann' })
    expect(joined).toMatchObject({ ok: true, role: 'owner' })
    expect(await again.update(document, writer.type('more'))).toMatchObject({ ok: true })
    again.close()
  })

  it('stays the guest’s as long as nothing is said', async () => {
    const browser = new AccountBrowser(server)
    const client = await browser.connect()
    const { document } = await startWriting(client, 'Hello')
    await browser.post('sign-up', { email: emailOf('keeper'), password: PASSWORD })
    await browser.post('sign-out')
    const again = await browser.connect()
    expect(await again.join({ document, clientId: 9 })).toMatchObject({ ok: true, role: 'owner' })
    client.close()
    again.close()
  })
})

describe('a page of another site, with the cookies of who is signed in', () => {
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  ])('reads and writes nothing (%o)', async (headers: Record<string, string>) => {
    const browser = await AccountBrowser.signedUp(server)
    const refused = [403, { ok: false, code: 'foreign-origin' }]
    const routes = ['sign-up', 'sign-in', 'sign-out', 'password', 'end-session', 'adopt']
    for (const route of routes) {
      const { status, answer } = await browser.post(route, {}, headers)
      expect([route, status, answer]).toEqual([route, ...refused])
    }
    const read = await browser.get('/api/account', headers)
    expect([read.status, read.answer]).toEqual(refused)
    expect((await browser.overview()).account).not.toBeNull()
  })

  it('cannot send a form: only JSON is read', async () => {
    const browser = await AccountBrowser.signedUp(server)
    const types = ['application/x-www-form-urlencoded', 'multipart/form-data']
    for (const type of types) expect((await browser.post('sign-out', {}, { 'content-type': type })).status).toBe(415)
    expect((await browser.overview()).account).not.toBeNull()
  })
})
