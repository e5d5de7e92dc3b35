import { afterAll, beforeAll, expect, it } from 'vitest'
import { MAX_SHARED_ADDRESSES } from '../../shared/protocol/limits.ts'
import { newId } from '../../client/lib/ids.ts'
import { AccountBrowser, OPEN_ACCOUNTS, emailOf } from '../support/account-browser.ts'
import { CROWD, Guest, SharedDocument } from '../support/shared-document.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer({ ...CROWD, ...OPEN_ACCOUNTS })
})
afterAll(() => server.remove())

/** A document of somebody who is signed in. */
async function owned(): Promise<SharedDocument> {
  return SharedDocument.create(server, 'Hello', new Guest(server, (await AccountBrowser.signedUp(server)).cookie))
}

const share = ({ owner, document }: SharedDocument, email: string, role: 'viewer' | 'editor' = 'viewer') =>
  owner.client.ask('share-with', { document, email, role })

it('an account is given access by its address: it needs no link, and the owner sees by which address', async () => {
  const shared = await owned()
  const name = `bob-${newId()}`
  const bob = await shared.guest((await AccountBrowser.signedUp(server, name)).cookie)
  expect(await shared.join(bob)).toMatchObject({ ok: false, code: 'not-found' })
  // However it is written.
  expect(await share(shared, ` ${emailOf(name).toUpperCase()}`)).toEqual({ ok: true })
  expect(await shared.join(bob)).toMatchObject({ ok: true, role: 'viewer' })
  const { document } = shared
  const listed = await shared.owner.client.ask('sharing', { document })
  const people = listed.ok ? listed.people : []
  expect(people.find(({ role }) => role === 'viewer')).toMatchObject({ how: 'given', email: emailOf(name) })
  expect(people.find(({ role }) => role === 'owner')).toMatchObject({ email: null })
  expect(await share(shared, emailOf(name), 'editor')).toEqual({ ok: true })
  expect(await bob.client.next('role')).toEqual({ document, role: 'editor' })
  shared.close()
})

it('somebody who waits before the document is let in at once', async () => {
  const shared = await owned()
  const name = `ann-${newId()}`
  const ann = await shared.guest((await AccountBrowser.signedUp(server, name)).cookie)
  const { document } = shared
  await ann.client.ask('ask', { document, name: 'Ann', message: ' It is Ann,\u202E from work ' })
  await shared.owner.client.next('asked')
  const listed = await shared.owner.client.ask('sharing', { document })
  expect(listed).toMatchObject({ requests: [{ name: 'Ann', message: 'It is Ann, from work' }] })
  await share(shared, emailOf(name))
  expect(await ann.client.next('granted')).toEqual({ document })
  expect(await shared.owner.client.ask('sharing', { document })).toMatchObject({ requests: [] })
  shared.close()
})

it('nobody is told more than that there is no such account, and not for ever', async () => {
  const shared = await owned()
  const { owner, document } = shared
  expect(await share(shared, 'no address')).toEqual({ ok: false, code: 'no-account' })
  for (let asked = 1; asked < MAX_SHARED_ADDRESSES; asked++) {
    expect(await share(shared, emailOf(newId()))).toEqual({ ok: false, code: 'no-account' })
  }
  expect(await share(shared, emailOf(newId()))).toMatchObject({ ok: false, code: 'slow' })
  expect(await owner.client.ask('share-with', { document, email: 'x'.repeat(255), role: 'viewer' })).toMatchObject({
    code: 'bad-request',
  })
  const message = 'x'.repeat(301)
  expect(await owner.client.ask('ask', { document, name: 'Eve', message })).toMatchObject({ code: 'bad-request' })
  shared.close()
})

it('an owner gives nothing to themselves', async () => {
  const name = `owner-${newId()}`
  const cookie = (await AccountBrowser.signedUp(server, name)).cookie
  const shared = await SharedDocument.create(server, 'Hello', new Guest(server, cookie))
  expect(await share(shared, emailOf(name))).toEqual({ ok: false, code: 'forbidden' })
  shared.close()
})
