import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { MAX_SHARE_LINKS } from '../../shared/protocol/limits.ts'
import type { SharingAnswer } from '../../shared/protocol/schemas.ts'
import { LeapingClock } from '../support/leaping-clock.ts'
import { RawClient, RawWriter } from '../support/raw-client.ts'
import { CROWD, type Guest, SharedDocument } from '../support/shared-document.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

const MINUTE_MS = 60_000

const clock = new LeapingClock()
let server: TestServer
let shared: SharedDocument

beforeAll(async () => {
  server = await startServer(CROWD, clock)
})
afterEach(() => shared.close())
afterAll(() => server.remove())

type Listed = Extract<SharingAnswer, { ok: true }>

async function listed(by: Guest = shared.owner): Promise<Listed> {
  const answer = await by.client.ask('sharing', { document: shared.document })
  if (!answer.ok) throw new Error(answer.code)
  return answer
}

const roles = async () => (await listed()).people.map(({ role, how }) => `${role} ${how}`)

describe('the list of who has access', () => {
  it('has every link as it was made, and nothing that opens one', async () => {
    shared = await SharedDocument.create(server)
    const expiresAt = clock.now() + MINUTE_MS
    const { link } = await shared.link({ role: 'commenter', label: 'The class', expiresAt, password: 'sesame' })
    const answer = await listed()
    expect(answer.links).toMatchObject([
      { link: shared.document, role: 'editor', label: null, expiresAt: null, hasPassword: false, lastUsedAt: null },
      { link, role: 'commenter', label: 'The class', expiresAt, hasPassword: true, lastUsedAt: null },
    ])
    expect(answer.people).toMatchObject([{ role: 'owner', how: 'created', name: 'Writer', links: [] }])
    expect(answer.links[0]?.createdBy).toBe(answer.people[0]?.person)
    expect(JSON.stringify(answer)).not.toContain(shared.key)
  })

  it('tells how each person got in, by the name they have now or had last', async () => {
    shared = await SharedDocument.create(server)
    const { link, key } = await shared.link({ role: 'viewer' })
    const [viewer, gone] = [await shared.guest(), await shared.guest()]
    const person = await shared.personOf(viewer, key)
    await viewer.client.introduce(shared.document, 'Vera')
    const other = await shared.personOf(gone, shared.key)
    await gone.client.introduce(shared.document, 'Gus')
    // Its answer does not wait for that to be stored.
    await expect.poll(async () => JSON.stringify(await listed())).toContain('Gus')
    gone.close()
    await shared.setRole(other, 'suggester')
    const { people, links } = await listed()
    expect(people.find((each) => each.person === person)).toMatchObject({
      name: 'Vera',
      role: 'viewer',
      how: 'link',
      links: [link],
    })
    expect(people.find((each) => each.person === other)).toMatchObject({
      name: 'Gus',
      role: 'suggester',
      how: 'given',
      links: [],
    })
    expect(links.every(({ lastUsedAt }) => (lastUsedAt ?? 0) > clock.now() - MINUTE_MS)).toBe(true)
  })

  it('has no more of who came by a link that expired, and still who was removed', async () => {
    shared = await SharedDocument.create(server)
    const { key } = await shared.link({ role: 'viewer', expiresAt: clock.now() + MINUTE_MS })
    const [viewer, removed] = [await shared.guest(), await shared.guest()]
    await shared.personOf(viewer, key)
    await shared.setRole(await shared.personOf(removed, shared.key), null)
    clock.leap(MINUTE_MS)
    expect(await viewer.client.next('closed')).toEqual({ document: shared.document, code: 'access-ended' })
    expect(await roles()).toEqual(['owner created', 'null removed'])
  })
})

describe('a link', () => {
  it('is made once, however often that is asked, and none with another’s id', async () => {
    shared = await SharedDocument.create(server)
    const { link, key } = await shared.link({ role: 'viewer' })
    const add = (fields: { link: string; key: string }) =>
      shared.owner.client.ask('add-link', { document: shared.document, role: 'editor', ...fields })
    expect(await add({ link, key })).toEqual({ ok: true })
    expect((await listed()).links.at(1)?.role).toBe('viewer')
    expect(await add({ link, key: newId() })).toEqual({ ok: false, code: 'outdated' })
    expect(await add({ link: newId(), key: shared.key })).toEqual({ ok: false, code: 'outdated' })
  })

  it('is one of so many, of the document and of the address', async () => {
    shared = await SharedDocument.create(server)
    for (let count = 1; count < MAX_SHARE_LINKS; count++) await shared.link({ role: 'viewer' })
    const fresh = { document: shared.document, link: newId(), key: newId(), role: 'viewer' } as const
    expect(await shared.owner.client.ask('add-link', fresh)).toEqual({ ok: false, code: 'too-many-links' })
    await expect(shared.link({ role: 'viewer' })).rejects.toThrow('slow')
  })

  it('that is revoked lets nobody in, until that is taken back', async () => {
    shared = await SharedDocument.create(server)
    const { link, key } = await shared.link({ role: 'editor' })
    const [friend, late] = [await shared.guest(), await shared.guest()]
    await shared.join(friend, key)
    await shared.revoke(link)
    expect(await friend.client.next('closed')).toEqual({ document: shared.document, code: 'access-ended' })
    expect(await shared.join(late, key)).toEqual({ ok: false, code: 'not-found' })
    const undo = { document: shared.document, link, undo: true }
    expect(await shared.owner.client.ask('revoke-link', undo)).toEqual({ ok: true })
    // Who was let out is told, and who never was in is not.
    expect(await friend.client.next('granted')).toEqual({ document: shared.document })
    expect(late.client.received.map(({ event }) => event)).not.toContain('granted')
    expect(await shared.join(late, key)).toMatchObject({ ok: true, role: 'editor' })
    expect(await shared.join(friend)).toMatchObject({ ok: true, role: 'editor' })
  })

  it('with a password asks for it, and once', async () => {
    shared = await SharedDocument.create(server)
    const { key } = await shared.link({ role: 'viewer', password: 'Zo\u00EB' })
    const guest = await shared.guest()
    const needed = { ok: false, code: 'password-needed' }
    expect(await shared.join(guest, key)).toEqual(needed)
    expect(await shared.join(guest, key, 'Zoe')).toEqual(needed)
    expect(await shared.join(guest, key, 'Zoe\u0308')).toMatchObject({ ok: true, role: 'viewer' })
    expect(await shared.join(guest, key)).toMatchObject({ ok: true, role: 'viewer' })
  })

  it('never lowers what somebody has, and raises it in the open page', async () => {
    shared = await SharedDocument.create(server)
    const { key } = await shared.link({ role: 'viewer' })
    const guest = await shared.guest()
    expect(await shared.join(guest, key)).toMatchObject({ role: 'viewer' })
    expect(await shared.join(guest, shared.key)).toMatchObject({ role: 'editor' })
    expect(await shared.join(guest, key)).toMatchObject({ role: 'editor' })
    expect(await shared.join(guest, newId())).toMatchObject({ role: 'editor' })
    expect(await shared.join(shared.owner, key)).toMatchObject({ role: 'owner' })
  })

  it('outlives a restart with all that came by it', async () => {
    shared = await SharedDocument.create(server)
    const { key } = await shared.link({ role: 'commenter' })
    const guest = await shared.guest()
    await shared.personOf(guest, key)
    await server.restart()
    await guest.connect()
    expect(await shared.join(guest)).toMatchObject({ ok: true, role: 'commenter' })
  })
})

describe('a change of rights', () => {
  it('reaches the open page at once: what is typed from then on is refused, and the room goes on', async () => {
    shared = await SharedDocument.create(server, '')
    const friend = await shared.guest()
    const writer = new RawWriter(friend.client, { document: shared.document, key: shared.key })
    const joined = await writer.join()
    if (!joined.ok) throw new Error(joined.code)
    expect(await writer.write('before ')).toMatchObject({ ok: true })
    await shared.setRole(joined.user.id, 'viewer')
    // Both sent before anything of the demotion can have been read.
    expect(await writer.write('after')).toEqual({ ok: false, code: 'forbidden' })
    expect(await friend.client.next('role')).toEqual({ document: shared.document, role: 'viewer' })
    expect(await shared.writer.write('and on')).toMatchObject({ ok: true })
    await expect.poll(() => writer.text.toString()).toContain('and on')
    expect(shared.writer.text.toString()).toContain('before')
    expect(shared.writer.text.toString()).not.toContain('after')
  })

  it('hands the document over: the new owner shares, and the old one edits', async () => {
    shared = await SharedDocument.create(server)
    const heir = await shared.guest()
    const person = await shared.personOf(heir, shared.key)
    const before = (await listed()).people[0]?.person ?? ''
    await shared.setRole(person, 'owner')
    expect(await heir.client.next('role')).toEqual({ document: shared.document, role: 'owner' })
    expect(await shared.owner.client.next('role')).toEqual({ document: shared.document, role: 'editor' })
    expect((await listed(heir)).people).toMatchObject([
      { person, role: 'owner', how: 'given' },
      { person: before, role: 'editor', how: 'given' },
    ])
    const ask = { document: shared.document, person: before, role: null }
    expect(await heir.client.ask('set-role', ask)).toEqual({ ok: true })
    expect(await shared.owner.client.next('closed')).toMatchObject({ code: 'access-ended' })
  })

  it('is refused for oneself, and for somebody who is not there', async () => {
    shared = await SharedDocument.create(server)
    const own = (await listed()).people[0]?.person ?? ''
    const set = (person: string, role: 'viewer' | null) =>
      shared.owner.client.ask('set-role', { document: shared.document, person, role })
    for (const role of ['viewer', null] as const) expect(await set(own, role)).toEqual({ ok: false, code: 'forbidden' })
    expect(await set('x'.repeat(16), null)).toEqual({ ok: false, code: 'outdated' })
    expect(await roles()).toEqual(['owner created'])
  })

  it('leaves a page that gave its access up outside, until it comes by the link again', async () => {
    shared = await SharedDocument.create(server)
    const guest = await shared.guest()
    await shared.personOf(guest, shared.key)
    expect(await guest.client.ask('give-up', { document: shared.document })).toEqual({ ok: true })
    expect(await guest.client.next('closed')).toMatchObject({ code: 'access-ended' })
    expect(await roles()).toEqual(['owner created'])
    expect(await shared.join(guest)).toEqual({ ok: false, code: 'not-found' })
    expect(await shared.join(guest, shared.key)).toMatchObject({ ok: true, role: 'editor' })
  })
})

describe('somebody without access', () => {
  it('asks for it; the owner is told, and lets them in', async () => {
    shared = await SharedDocument.create(server)
    const guest = await shared.guest()
    expect(await guest.client.ask('ask', { document: shared.document, name: 'Eve' })).toEqual({ ok: true })
    const { person, name } = await shared.owner.client.next<{ person: string; name: string }>('asked')
    expect(name).toBe('Eve')
    expect((await listed()).requests).toMatchObject([{ person, name: 'Eve' }])
    await shared.setRole(person, 'commenter')
    expect(await guest.client.next('granted')).toEqual({ document: shared.document })
    expect((await listed()).requests).toEqual([])
    expect(await shared.join(guest)).toMatchObject({ ok: true, role: 'commenter' })
  })

  it('who asks in vain may still come by a link', async () => {
    shared = await SharedDocument.create(server)
    const guest = await shared.guest()
    await guest.client.ask('ask', { document: shared.document, name: 'Eve' })
    const { person } = await shared.owner.client.next<{ person: string }>('asked')
    await shared.setRole(person, null)
    expect((await listed()).requests).toEqual([])
    expect(await shared.join(guest)).toEqual({ ok: false, code: 'not-found' })
    expect(await shared.join(guest, shared.key)).toMatchObject({ ok: true, role: 'editor' })
  })

  it('who asks in vain once a link has expired may come by another', async () => {
    shared = await SharedDocument.create(server)
    const guest = await shared.guest()
    const { key } = await shared.link({ role: 'viewer', expiresAt: clock.now() + MINUTE_MS })
    const person = await shared.personOf(guest, key)
    clock.leap(MINUTE_MS)
    await guest.client.next('closed')
    await guest.client.ask('ask', { document: shared.document, name: 'Eve' })
    await expect.poll(async () => (await listed()).requests).toMatchObject([{ person }])
    await shared.setRole(person, null)
    expect(await listed()).toMatchObject({ people: [{ how: 'created' }], requests: [] })
    expect(await shared.join(guest, shared.key)).toMatchObject({ ok: true, role: 'editor' })
  })

  it('learns nothing by asking, and stands in the list once', async () => {
    shared = await SharedDocument.create(server)
    const guest = await shared.guest()
    expect(await guest.client.ask('ask', { document: newId(), name: 'Eve' })).toEqual({ ok: true })
    expect(await shared.owner.client.ask('ask', { document: shared.document, name: 'Ann' })).toEqual({ ok: true })
    for (const name of ['Eve', 'Eva']) await guest.client.ask('ask', { document: shared.document, name })
    await expect.poll(async () => (await listed()).requests).toMatchObject([{ name: 'Eva' }])
  })
})

describe('whoever shares', () => {
  it('is told of each change of links and people, and nobody else is', async () => {
    shared = await SharedDocument.create(server)
    // Of the owner's own coming.
    await shared.owner.client.next('sharing-changed')
    const { received } = shared.owner.client
    const told = () => received.filter(({ event }) => event === 'sharing-changed').length
    const tellsOf = async (deed: () => Promise<unknown>): Promise<void> => {
      const before = told()
      await deed()
      await expect.poll(told).toBe(before + 1)
    }
    const friend = await shared.guest()
    let person = ''
    let link = ''
    await tellsOf(async () => (person = await shared.personOf(friend, shared.key)))
    await tellsOf(async () => ({ link } = await shared.link({ role: 'viewer' })))
    await tellsOf(() => shared.revoke(link))
    await tellsOf(() => shared.setRole(person, 'viewer'))
    await tellsOf(() => friend.client.ask('give-up', { document: shared.document }))
    expect(friend.client.received.map(({ event }) => event)).not.toContain('sharing-changed')
  })
})

describe('the link that somebody comes by', () => {
  it('is told to them with what it gives, and nothing of another', async () => {
    shared = await SharedDocument.create(server)
    const { link, key } = await shared.link({ role: 'viewer' })
    const guest = await shared.guest()
    expect(await shared.join(guest, key)).toMatchObject({ ok: true, link: { link, role: 'viewer' } })
    expect(await shared.join(guest, shared.key)).toMatchObject({ link: { link: shared.document, role: 'editor' } })
    for (const wrong of [newId(), undefined]) {
      const joined = await shared.join(guest, wrong)
      expect(joined).toMatchObject({ ok: true, role: 'editor' })
      expect(joined).not.toHaveProperty('link')
    }
    expect(await shared.join(shared.owner, key)).toMatchObject({ role: 'owner', link: { link, role: 'viewer' } })
  })
})

describe('a viewer', () => {
  it('is sent nothing that opens more than the view', async () => {
    shared = await SharedDocument.create(server)
    const edit = await shared.link({ role: 'editor', label: 'Editors' })
    const view = await shared.link({ role: 'viewer' })
    const friend = await shared.guest()
    await shared.join(friend, edit.key)
    const viewer = await shared.guest()
    const frames: string[] = []
    viewer.client.socket.io.engine.on('packet', ({ data }) => frames.push(Buffer.from(data ?? '').toString('latin1')))
    expect(await shared.join(viewer, view.key)).toMatchObject({ ok: true, role: 'viewer' })
    await shared.writer.write(' more')
    await shared.owner.client.rename(shared.document, 'Title')
    await friend.client.introduce(shared.document, 'Friend')
    await shared.link({ role: 'commenter' })
    await shared.setRole(await shared.personOf(friend, edit.key), 'commenter')
    await viewer.client.next('renamed')
    await viewer.client.ask('sharing', { document: shared.document })
    const page = await fetch(`${server.url}/d/${shared.document}`, { headers: { cookie: viewer.cookie } })
    const traffic = [...frames, ...page.headers.values(), await page.text()].join('\n')
    expect(traffic).toContain('renamed')
    for (const secret of [shared.key, edit.key, edit.link, 'Editors', shared.owner.cookie, friend.cookie])
      expect(traffic).not.toContain(secret)
  })
})

describe('what opens a document', () => {
  it('is neither stored nor logged', async () => {
    shared = await SharedDocument.create(server)
    const { key } = await shared.link({ role: 'viewer', password: 'open sesame' })
    const guest = await shared.guest()
    for (const password of ['wrong sesame', 'open sesame']) await shared.join(guest, key, password)
    await RawClient.connect(server.url).then((client) => client.join({ document: shared.document, key, clientId: 1 }))
    const files = ['weft.db', 'weft.db-wal'].map((name) => readFile(join(server.dataDirectory, name)))
    const kept = [...(await Promise.all(files)).map((file) => file.toString('latin1')), JSON.stringify(server.log)]
    for (const secret of [shared.key, key, 'open sesame', 'wrong sesame']) {
      expect(kept.some((text) => text.includes(secret))).toBe(false)
    }
  })
})
