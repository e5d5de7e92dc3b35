import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { AccountBrowser, OPEN_ACCOUNTS, PASSWORD, emailOf } from '../support/account-browser.ts'
import { startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(OPEN_ACCOUNTS)
})
afterAll(() => server.remove())

describe('who is not signed in', () => {
  it.each([
    ['off', '/', '/sign-in'],
    ['off', '/d/AAAAAAAAAAAAAAAAAAAAAA?x=y', '/sign-in?to=d%2FAAAAAAAAAAAAAAAAAAAAAA'],
    ['read', '/', '/sign-in'],
  ])('is sent to sign in where guests are %s, from %s', async (GUESTS, path, location) => {
    const own = await startServer({ ...OPEN_ACCOUNTS, GUESTS, BASE_PATH: '/weft' })
    const guest = new AccountBrowser({ url: `${own.url}/weft` })
    const sent = await guest.get(path)
    expect([sent.status, sent.headers.get('location')]).toEqual([302, `/weft${location}`])
    const ann = new AccountBrowser({ url: `${own.url}/weft` })
    await ann.post('sign-up', { email: 'ann@example.org', password: PASSWORD }, { origin: own.url })
    expect((await ann.get(path)).status).toBe(200)
    await own.remove()
  })

  it('finds the way there in the page; who is signed in finds the address of their account', async () => {
    const guest = new AccountBrowser(server)
    expect((await guest.get('/')).answer).toContain('<html lang="en" data-account="Sign in" ')
    await guest.post('sign-up', { email: "o'hara&co@example.org", password: PASSWORD })
    const page = await guest.get('/')
    const { id } = await guest.account()
    expect(page.answer).toContain(`<html lang="en" data-account="o'hara&amp;co@example.org" data-account-id="${id}" `)
    expect(page.headers.getSetCookie().join()).toContain('weft-session=')
    const off = await startServer()
    expect((await new AccountBrowser(off).get('/')).answer).not.toContain('data-account')
    await off.remove()
  })

  it('may do nothing where guests are off, and is told the same of what there is and is not', async () => {
    const own = await startServer({ ...OPEN_ACCOUNTS, GUESTS: 'off' })
    const ann = await AccountBrowser.signedUp(own, 'ann')
    const { document, key, writer } = await startWriting(await ann.connect(), 'Hello')
    const guest = await new AccountBrowser(own).connect()
    const needed = { ok: false, code: 'sign-in-needed' }
    for (const id of [document, newId()]) {
      expect(await guest.join({ document: id, key, clientId: 9 })).toEqual(needed)
      expect(await guest.create(id, key)).toEqual(needed)
      expect(await guest.ask('ask', { document: id, name: 'Guest' })).toEqual(needed)
    }
    writer.client.close()
    guest.close()
    await own.remove()
  })

  it('may read and no more where guests read, whatever the link gives or the owner says', async () => {
    const own = await startServer({ ...OPEN_ACCOUNTS, GUESTS: 'read' })
    const ann = await AccountBrowser.signedUp(own, 'ann')
    const { document, key, writer } = await startWriting(await ann.connect(), 'Hello')
    const guest = await new AccountBrowser(own).connect()
    const joined = await guest.join({ document, key, clientId: 9, name: 'Guest' })
    expect(joined).toMatchObject({ ok: true, role: 'viewer' })
    const person = joined.ok ? joined.user.id : ''
    expect(await writer.client.ask('set-role', { document, person, role: 'editor' })).toMatchObject({ ok: true })
    const listed = await writer.client.ask('sharing', { document })
    expect(listed.ok && listed.people).toMatchObject([
      { role: 'owner', mayOwn: true },
      { person, role: 'viewer', mayOwn: false, how: 'given' },
    ])
    expect(await writer.client.ask('set-role', { document, person, role: 'owner' })).toEqual({
      ok: false,
      code: 'sign-in-needed',
    })
    const bob = await AccountBrowser.signedUp(own, 'bob')
    const heir = await bob.connect()
    const met = await heir.join({ document, key, clientId: 10, name: 'Bob' })
    const handed = { document, person: met.ok ? met.user.id : '', role: 'owner' as const }
    expect(await writer.client.ask('set-role', handed)).toEqual({ ok: true })
    heir.close()
    expect(await guest.rename(document, 'Mine')).toMatchObject({ ok: false, code: 'forbidden' })
    expect(await guest.create(newId(), newId())).toEqual({ ok: false, code: 'sign-in-needed' })
    writer.client.close()
    guest.close()
    await own.remove()
  })
})

it('nothing of accounts is there where they are off', async () => {
  const own = await startServer()
  const browser = new AccountBrowser(own)
  expect((await browser.get('/api/account')).status).toBe(404)
  expect((await browser.post('sign-up', { email: 'a@example.org', password: PASSWORD })).status).toBe(404)
  const client = await browser.connect()
  await startWriting(client, 'Hello')
  client.close()
  await own.remove()
})

it('logs hold no tokens, passwords or addresses', async () => {
  const browser = await AccountBrowser.signedUp(server, 'logged')
  const log = JSON.stringify(server.log)
  expect(log).toContain('/api/sign-up')
  for (const secret of [PASSWORD, browser.cookieNamed('weft-session') ?? '', emailOf('logged')]) {
    expect(log).not.toContain(secret)
  }
})
