import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountBrowser, OPEN_ACCOUNTS, PASSWORD, emailOf } from '../support/account-browser.ts'
import { startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { weft } from '../support/weft-command.ts'

const PRINTED_PASSWORD = /password: ([a-z2-9]{5}(?:-[a-z2-9]{5}){3})$/m

let server: TestServer

beforeAll(async () => {
  server = await startServer({ ...OPEN_ACCOUNTS, SIGNUP: 'invite' })
})
afterAll(() => server.remove())

const user = (...args: string[]) =>
  weft(['user', ...args], { ...OPEN_ACCOUNTS, SIGNUP: 'invite', DATA_DIR: server.dataDirectory })

/** Adds an account beside the server; resolves to its password. */
async function added(name: string, ...flags: string[]): Promise<string> {
  const { status, stdout, stderr } = await user('add', emailOf(name), ...flags)
  expect([status, stderr]).toEqual([0, ''])
  return PRINTED_PASSWORD.exec(stdout)?.[1] ?? ''
}

describe('weft user, beside a server', () => {
  it('adds somebody who can sign in at once; the first one and those it is said of administer', async () => {
    const password = await added('first')
    const browser = new AccountBrowser(server)
    expect((await browser.signIn('first', password)).status).toBe(200)
    expect(await browser.account()).toMatchObject({ isAdmin: true })
    await added('second')
    await added('third', '--admin')
    const { stdout } = await user('list')
    expect(stdout).toMatch(/^first@example\.org {3}administrator {2}active {2}since \d{4}-\d\d-\d\d {2}last used \d/m)
    expect(stdout).toMatch(/^second@example\.org {2}user {11}active .* never signed in/m)
    expect(stdout).toMatch(/^third@example\.org {3}administrator/m)
    expect(stdout).not.toContain(password)
  })

  it('does not add somebody twice', async () => {
    await added('twice')
    const again = await user('add', 'TWICE@example.org')
    expect(again).toMatchObject({ status: 1, stdout: '', stderr: 'weft: twice@example.org has an account already\n' })
  })

  it('suspends: open documents close within two seconds, nothing of the account gets in, until it is undone', async () => {
    const password = await added('bad')
    const browser = new AccountBrowser(server)
    await browser.signIn('bad', password)
    const client = await browser.connect()
    const { document } = await startWriting(client, 'Hello')
    const out = new Promise<number>((resolve) => client.socket.once('disconnect', () => resolve(Date.now())))
    const { stdout } = await user('suspend', emailOf('bad'))
    const doneAt = Date.now()
    expect(stdout).toBe('bad@example.org is signed out everywhere, and kept out.\n')
    expect((await out) - doneAt).toBeLessThan(2000)
    const again = await browser.connect()
    expect(await again.join({ document, clientId: 9 })).toMatchObject({ ok: false, code: 'not-found' })
    expect((await browser.overview()).account).toBeNull()
    expect(await browser.signIn('bad', password)).toMatchObject({ status: 401, answer: { code: 'wrong-sign-in' } })
    await user('suspend', emailOf('bad'), '--undo')
    expect((await browser.overview()).account).toBeNull()
    expect((await browser.signIn('bad', password)).status).toBe(200)
    again.close()
  })

  it('resets the password and ends every session', async () => {
    const before = await added('forgetful')
    const browser = new AccountBrowser(server)
    await browser.signIn('forgetful', before)
    const { stdout } = await user('reset', emailOf('forgetful'))
    const after = PRINTED_PASSWORD.exec(stdout)?.[1] ?? ''
    expect((await browser.overview()).account).toBeNull()
    expect((await browser.signIn('forgetful', before)).status).toBe(401)
    expect((await browser.signIn('forgetful', after)).status).toBe(200)
  })

  it('promotes, and takes it back', async () => {
    const browser = new AccountBrowser(server)
    await browser.signIn('rising', await added('rising'))
    expect(await browser.account()).toMatchObject({ isAdmin: false })
    await user('promote', emailOf('rising'))
    expect(await browser.account()).toMatchObject({ isAdmin: true })
    await user('promote', emailOf('rising'), '--undo')
    expect(await browser.account()).toMatchObject({ isAdmin: false })
  })

  it('frees an address for its owner: the account that had it loses what was shared with it, and nothing else', async () => {
    const password = await added('taken')
    const impostor = new AccountBrowser(server)
    await impostor.signIn('taken', password)
    const own = await startWriting(await impostor.connect(), 'My own')
    own.writer.client.close()
    const ann = new AccountBrowser(server)
    await ann.signIn('ann', await added('ann'))
    const { document, writer } = await startWriting(await ann.connect(), 'For the owner of the address')
    await writer.client.ask('share-with', { document, email: emailOf('taken'), role: 'editor' })
    const { status, stdout } = await user('free', emailOf('taken'))
    const [, name = ''] = /signs in as ([\w-]+)@freed\.invalid now\.$/m.exec(stdout) ?? []
    expect(status).toBe(0)
    expect((await impostor.overview()).account).toBeNull()
    expect((await impostor.signIn('taken', password)).status).toBe(401)
    const again = await impostor.post('sign-in', { email: `${name}@freed.invalid`, password })
    expect(again.status).toBe(200)
    const client = await impostor.connect()
    expect(await client.join({ document, clientId: 9 })).toMatchObject({ ok: false, code: 'not-found' })
    expect(await client.join({ document: own.document, clientId: 9 })).toMatchObject({ ok: true, role: 'owner' })
    await added('taken')
    for (const each of [client, writer.client]) each.close()
  })

  it('leaves somebody who administers', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'weft-user-'))
    const run = (...args: string[]) => weft(['user', ...args], { DATA_DIR: directory, ACCOUNTS: 'on' })
    await run('add', 'only@example.org')
    const only = 'weft: nobody but only@example.org administers; promote somebody else first\n'
    expect(await run('suspend', 'only@example.org')).toMatchObject({ status: 1, stderr: only })
    expect(await run('promote', 'only@example.org', '--undo')).toMatchObject({ status: 1, stderr: only })
    await run('add', 'other@example.org', '--admin')
    expect((await run('suspend', 'only@example.org')).status).toBe(0)
    await rm(directory, { recursive: true })
  })

  it('invites one person', async () => {
    const { stdout } = await user('invite')
    const [, invitation] = /^\/sign-up#i=([\w-]{22})$/m.exec(stdout) ?? []
    const up = (name: string) =>
      new AccountBrowser(server).post('sign-up', { email: emailOf(name), password: PASSWORD, invitation })
    expect((await up('first')).status).toBe(409)
    expect((await up('invited')).status).toBe(200)
    expect(await up('another')).toMatchObject({ status: 403, answer: { code: 'invitation-needed' } })
  })

  it.each([
    [['remove', 'a@example.org'], 'unknown action remove'],
    [['add'], 'EMAIL is missing'],
    [['list', 'a@example.org'], 'unknown argument a@example.org'],
    [['add', 'nobody'], 'nobody is no e-mail address'],
    [['reset', 'a@example.org', '--undo'], 'weft user reset knows no --undo'],
    [[], 'ACTION is missing'],
  ])('refuses %j', async (args, why) => {
    const { status, stderr } = await user(...args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)])
  })

  it.each(['suspend', 'reset', 'promote', 'free'])('cannot %s somebody who has no account', async (action) => {
    const { status, stderr } = await user(action, 'nobody@example.org')
    expect([status, stderr]).toEqual([1, 'weft: nobody@example.org has no account\n'])
  })
})

it('weft user works on a folder without a server, also a new one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'weft-user-'))
  const { status, stdout, stderr } = await weft(['user', 'add', 'ann@example.org'], { DATA_DIR: directory })
  expect([status, stderr]).toEqual([0, 'Nobody can sign in as long as ACCOUNTS is off.\n'])
  const own = await startServer({ ACCOUNTS: 'on', DATA_DIR: directory })
  const browser = new AccountBrowser(own)
  expect((await browser.signIn('ann', PRINTED_PASSWORD.exec(stdout)?.[1])).status).toBe(200)
  expect(await browser.account()).toMatchObject({ isAdmin: true })
  await own.remove()
  await rm(directory, { recursive: true })
})

it('a restored backup has the accounts and none of the sessions and invitations', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weft-restored-'))
  const [backup, directory] = [join(folder, 'backup.tgz'), join(folder, 'data')]
  const browser = await signedInAt(server)
  const [, invitation] = /#i=([\w-]{22})$/m.exec((await user('invite')).stdout) ?? []
  expect((await weft(['backup', backup], { DATA_DIR: server.dataDirectory })).status).toBe(0)
  expect((await weft(['restore', backup], { DATA_DIR: directory })).status).toBe(0)
  const own = await startServer({ ...OPEN_ACCOUNTS, SIGNUP: 'invite', DATA_DIR: directory })
  const up = await new AccountBrowser(own).post('sign-up', { email: emailOf('late'), password: PASSWORD, invitation })
  expect(up).toMatchObject({ status: 403, answer: { code: 'invitation-needed' } })
  const there = new AccountBrowser(own)
  there.setCookie('weft-session', browser.session)
  expect((await there.overview()).account).toBeNull()
  expect((await there.signIn('restored', browser.password)).status).toBe(200)
  await own.remove()
  await rm(folder, { recursive: true })
}, 30_000)

async function signedInAt(running: TestServer): Promise<{ session: string; password: string }> {
  const password = await added('restored')
  const browser = new AccountBrowser(running)
  await browser.signIn('restored', password)
  return { session: browser.cookieNamed('weft-session') ?? '', password }
}
