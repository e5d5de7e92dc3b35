import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import type {
  AuditEntry,
  ListedAccount,
  ListedDocument,
  PageAnswer,
  ResetLinkAnswer,
} from '../../shared/access/admin-answers.ts'
import { MAX_LISTED_ROWS } from '../../shared/protocol/limits.ts'
import { AccountBrowser, OPEN_ACCOUNTS, PASSWORD, emailOf } from '../support/account-browser.ts'
import { RawClient, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer
let admin: AccountBrowser

beforeAll(async () => {
  server = await startServer({ ...OPEN_ACCOUNTS, DOCUMENTS_PER_HOUR: '1000' })
  admin = await AccountBrowser.signedUp(server, 'admin')
})
afterAll(() => server.remove())

async function list<Row>(what: string, search = '', before?: number): Promise<PageAnswer<Row>> {
  const { answer } = await admin.post(`admin/${what}`, { search, ...(before !== undefined && { before }) })
  return answer as PageAnswer<Row>
}

const idOf = async (browser: AccountBrowser): Promise<string> => (await browser.account()).id

describe('an administrator', () => {
  it('suspends an account: its connections end, and it stays out until that is taken back', async () => {
    const name = `bad-${newId()}`
    const browser = await AccountBrowser.signedUp(server, name)
    const account = await idOf(browser)
    const client = await browser.connect()
    const ended = new Promise((resolve) => client.socket.once('disconnect', resolve))
    expect(await admin.post('admin/suspend', { account, isSuspended: true })).toMatchObject({ status: 200 })
    await ended
    expect((await browser.overview()).account).toBeNull()
    expect((await browser.signIn(name)).status).toBe(401)
    await admin.post('admin/suspend', { account, isSuspended: false })
    expect((await browser.signIn(name)).status).toBe(200)
  })

  it('ends one session, and all of an account', async () => {
    const name = `sessions-${newId()}`
    const [here, there] = [await AccountBrowser.signedUp(server, name), new AccountBrowser(server)]
    await there.signIn(name)
    const account = await idOf(here)
    const session = (await here.account()).sessions.find(({ isThis }) => isThis)?.id
    expect(await admin.post('admin/end-session', { account, session })).toMatchObject({ status: 200 })
    expect([(await here.overview()).account, (await there.overview()).account]).toEqual([null, expect.anything()])
    expect(await admin.post('admin/end-session', { account, session })).toMatchObject({ status: 409 })
    expect(await admin.post('admin/end-sessions', { account })).toMatchObject({ status: 200 })
    expect((await there.overview()).account).toBeNull()
  })

  it('makes links to new passwords, which sign out everywhere, once', async () => {
    const name = `forgetful-${newId()}`
    const browser = await AccountBrowser.signedUp(server, name)
    const made = (await admin.post('admin/reset-link', { account: await idOf(browser) })).answer as ResetLinkAnswer
    const [, reset] = /^reset#r=([\w-]{22})$/.exec(made.path) ?? []
    const set = () => new AccountBrowser(server).post('reset', { reset, password: 'a new password' })
    expect((await set()).status).toBe(200)
    expect((await set()).status).toBe(403)
    expect((await browser.overview()).account).toBeNull()
    expect((await browser.signIn(name)).status).toBe(401)
    expect((await browser.signIn(name, 'a new password')).status).toBe(200)
  })

  it('adds an account that nobody can sign in to but by the link', async () => {
    const name = `added-${newId()}`
    const added = (await admin.post('admin/add-account', { email: emailOf(name) })).answer as ResetLinkAnswer
    expect(await admin.post('admin/add-account', { email: emailOf(name) })).toMatchObject({ status: 409 })
    const browser = new AccountBrowser(server)
    expect((await browser.signIn(name)).status).toBe(401)
    await browser.post('reset', { reset: added.path.replace('reset#r=', ''), password: PASSWORD })
    expect((await browser.signIn(name)).status).toBe(200)
    expect((await browser.account()).isAdmin).toBe(false)
  })

  it('is always there', async () => {
    const account = await idOf(admin)
    for (const [route, change] of [
      ['promote', { isAdmin: false }],
      ['suspend', { isSuspended: true }],
    ] as const) {
      expect(await admin.post(`admin/${route}`, { account, ...change })).toMatchObject({
        status: 409,
        answer: { ok: false, code: 'last-admin' },
      })
    }
    expect((await admin.account()).isAdmin).toBe(true)
  })

  it('takes out a text, which the audit log has, and sees it nowhere else', async () => {
    const { document, writer } = await startWriting(await RawClient.connect(server.url), 'Dear diary')
    await writer.write(', today')
    const { rows } = await list<ListedDocument>('documents', document)
    expect(rows).toMatchObject([{ id: document, owner: { email: null }, people: 1, links: 1 }])
    expect(JSON.stringify(rows)).not.toContain('diary')
    const exported = await admin.post('admin/export', { document })
    expect(exported).toMatchObject({ status: 200, answer: { ok: true, title: null, text: 'Dear diary, today' } })
    expect((await list<AuditEntry>('audit', document)).rows).toMatchObject([
      { deed: 'document-exported', by: { email: emailOf('admin') }, document },
    ])
    writer.client.close()
  })

  it('unpublishes a document, which the audit log has, and sees which are in the trash', async () => {
    const { document, writer } = await startWriting(await RawClient.connect(server.url), 'Spam')
    await writer.client.ask('publish', { document, slug: 'spam' })
    expect((await list<ListedDocument>('documents', document)).rows).toMatchObject([{ slug: 'spam', trashedAt: null }])
    expect(await admin.post('admin/unpublish', { document })).toMatchObject({ status: 200 })
    expect((await fetch(`${server.url}/p/spam`)).status).toBe(404)
    expect(await admin.post('admin/unpublish', { document })).toMatchObject({ status: 409 })
    const [deed] = (await list<AuditEntry>('audit', document)).rows
    expect(deed).toMatchObject({ deed: 'document-unpublished', by: { email: emailOf('admin') }, document })
    await writer.client.delete(document)
    const [listed] = (await list<ListedDocument>('documents', document)).rows
    expect(listed?.trashedAt).toBeGreaterThan(0)
    writer.client.close()
  })

  it('deletes a document: whoever has it open is told, and it is gone', async () => {
    const { document, key, writer } = await startWriting(await RawClient.connect(server.url), 'Spam')
    expect(await admin.post('admin/delete-document', { document })).toMatchObject({ status: 200 })
    expect(await writer.client.next('closed')).toEqual({ document, code: 'deleted' })
    expect(await writer.client.join({ document, key, clientId: 7 })).toMatchObject({ code: 'not-found' })
    expect((await list('documents', document)).rows).toEqual([])
    expect(await admin.post('admin/export', { document })).toMatchObject({ status: 409 })
    writer.client.close()
  })

  it('reads lists a page at a time, and what is searched is taken as it is', async () => {
    const client = await RawClient.connect(server.url)
    const mark = newId()
    for (let made = 0; made <= MAX_LISTED_ROWS; made++) {
      const document = newId()
      await client.create(document, newId())
      await client.join({ document, clientId: made + 1 })
      await client.rename(document, `${mark} 100%_`)
      await client.leave(document)
    }
    const first = await list<ListedDocument>('documents', mark)
    expect([first.rows.length, first.isMore]).toEqual([MAX_LISTED_ROWS, true])
    const rest = await list<ListedDocument>('documents', mark, first.rows.at(-1)?.place)
    expect([rest.rows.length, rest.isMore]).toEqual([1, false])
    expect((await list('documents', `${mark} 100%_`)).isMore).toBe(true)
    for (const search of [`${mark}%100`, `${mark}_100`]) expect((await list('documents', search)).rows).toEqual([])
    for (const body of [{}, { search: 'x'.repeat(255) }, { search: '', before: -1 }]) {
      expect((await admin.post('admin/documents', body)).status).toBe(400)
    }
    client.close()
  }, 30_000)

  it('sees accounts without what would let them in as somebody', async () => {
    const answer = JSON.stringify(await list<ListedAccount>('accounts'))
    expect(answer).toContain(emailOf('admin'))
    for (const secret of ['scrypt', 'hash', 'token']) expect(answer).not.toMatch(new RegExp(`${secret}(?!")`, 'i'))
    const { answer: usage } = await admin.post('admin/usage')
    expect(usage).toMatchObject({ ok: true, usage: { accounts: expect.any(Number) as number } })
  })
})

it('a document’s deeds are in the log with who did them', async () => {
  const owner = await AccountBrowser.signedUp(server)
  const { document, writer } = await startWriting(await owner.connect(), 'Hello')
  const link = newId()
  await writer.client.ask('add-link', { document, link, key: newId(), role: 'viewer' })
  await writer.client.ask('revoke-link', { document, link })
  await writer.client.delete(document)
  const { rows } = await list<AuditEntry>('audit', document)
  const { email } = await owner.account()
  expect(rows.map(({ deed, by, link: of }) => [deed, by?.email, of])).toEqual([
    ['document-trashed', email, null],
    ['link-revoked', email, link],
    ['link-added', email, link],
  ])
  writer.client.close()
})
