import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Admission, type Entering } from '../../../../server/access/admission.ts'
import { type Budgets, createBudgets, passwordsKey } from '../../../../server/access/budgets.ts'
import { hashSecret } from '../../../../server/access/keys.ts'
import { hashPassword } from '../../../../server/access/passwords.ts'
import { roleIn } from '../../../../server/access/standing.ts'
import { type Ceiling, NO_CEILING } from '../../../../server/access/visitors.ts'
import { LAST_USED_STEP_MS, type NewShareLink } from '../../../../server/storage/access-store.ts'
import { MAX_PASSWORDS, MAX_WRONG_KEYS, MAX_WRONG_PASSWORDS } from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { MemoryStorage } from '../../../support/memory-storage.ts'

const document = 'd'
const NOT_FOUND = { ok: false, code: 'not-found' }
const PASSWORD_NEEDED = { ok: false, code: 'password-needed' }

let storage: MemoryStorage
let clock: FakeClock
let budgets: Budgets
let admission: Admission

beforeEach(async () => {
  storage = new MemoryStorage()
  clock = new FakeClock()
  budgets = createBudgets({ documentsPerHour: 9, guestsPerHour: 2 }, clock)
  admission = new Admission({ storage, clock, budgets })
  await storage.actors.resolve(hashSecret('ann'), 'ann', 0)
  await storage.documents.create({
    id: document,
    keyHash: hashSecret('key'),
    creator: 'ann',
    at: clock.now(),
    seed: null,
  })
})

const visitor = (name: string, address = name, ceiling: Ceiling = NO_CEILING) => ({
  tokenHash: hashSecret(name),
  address,
  ceiling,
})
const enter = (name: string, by: Partial<Entering>, address = name) =>
  admission.enter(visitor(name, address), { document, ...by })
const addLink = (key: string, more: Partial<NewShareLink> = {}) =>
  storage.access.addLink(
    document,
    {
      id: key,
      secretHash: hashSecret(key),
      role: 'viewer',
      label: null,
      expiresAt: null,
      passwordHash: null,
      createdBy: 'ann',
      createdAt: clock.now(),
      ...more,
    },
    100,
  )
const roleOf = async (name: string) =>
  roleIn((await storage.access.find(document, hashSecret(name), null)).standing, clock.now())

describe('somebody who comes by a link', () => {
  it('has its role from then on, also without it', async () => {
    await addLink('view')
    expect(await enter('bob', { key: 'view' })).toMatchObject({ ok: true })
    expect(await enter('bob', {})).toMatchObject({ ok: true })
    expect(await roleOf('bob')).toBe('viewer')
  })

  it('is noted when there is news, and not each time', async () => {
    const visits = vi.spyOn(storage.access, 'enter')
    const name = 'Bob'
    for (let time = 0; time < 3; time++) await enter('bob', { key: 'key', name })
    expect(visits).toHaveBeenCalledTimes(1)
    await enter('bob', { key: 'key', name: 'Robert' })
    clock.advance(LAST_USED_STEP_MS)
    for (let time = 0; time < 2; time++) await enter('bob', { key: 'key' })
    expect(visits).toHaveBeenCalledTimes(3)
    expect((await storage.access.links(document)).at(0)?.lastUsedAt).toBe(clock.now())
    for (let time = 0; time < 2; time++) await enter('ann', { key: 'key' })
    expect(visits).toHaveBeenCalledTimes(3)
  })

  it('never has less by it than before', async () => {
    await addLink('view')
    for (const key of ['key', 'view', 'wrong']) expect(await enter('bob', { key })).toMatchObject({ ok: true })
    expect(await roleOf('bob')).toBe('editor')
    expect(await enter('ann', { key: 'view' })).toMatchObject({ ok: true, actor: 'ann' })
    expect(await roleOf('ann')).toBe('owner')
  })

  it('is answered alike when it is wrong, revoked, expired or of no document, and leaves no rows', async () => {
    await addLink('revoked')
    await addLink('expired', { expiresAt: clock.now() + 5 })
    await storage.access.revokeLink(document, 'revoked', 'ann', clock.now())
    clock.advance(5)
    for (const key of ['wrong', 'revoked', 'expired', undefined]) expect(await enter('eve', { key })).toEqual(NOT_FOUND)
    expect(await enter('eve', { document: 'never', key: 'key' })).toEqual(NOT_FOUND)
    expect(await storage.actors.knows(hashSecret('eve'))).toBe(false)
    expect(await storage.access.people(document, 9)).toHaveLength(1)
  })

  it('is told that a document is in the trash when it is theirs, and else as of one that never was', async () => {
    await enter('bob', { key: 'key' })
    await storage.documents.trash(document, 'ann', clock.now())
    for (const key of ['key', undefined]) {
      expect(await enter('ann', { key })).toEqual({ ok: false, code: 'deleted' })
      for (const other of ['bob', 'eve']) expect(await enter(other, { key })).toEqual(NOT_FOUND)
    }
    await storage.documents.restore(document, 'ann', clock.now())
    expect(await enter('bob', {})).toMatchObject({ ok: true })
  })

  it('loses what the link gave when that expires', async () => {
    await addLink('view', { expiresAt: clock.now() + 5 })
    await enter('bob', { key: 'view' })
    clock.advance(5)
    expect(await enter('bob', { key: 'view' })).toEqual(NOT_FOUND)
    expect(await enter('bob', { key: 'key' })).toMatchObject({ ok: true })
  })

  it('is told not-found after having been removed, unless the link is newer', async () => {
    await enter('bob', { key: 'key' })
    const { actor } = await storage.access.find(document, hashSecret('bob'), null)
    await storage.access.decide(document, actor ?? '', { role: null, by: 'ann', at: clock.now() })
    expect(await enter('bob', { key: 'key' })).toEqual(NOT_FOUND)
    clock.advance(1)
    await addLink('fresh')
    expect(await enter('bob', { key: 'fresh' })).toMatchObject({ ok: true })
  })

  it('is no new guest beyond what the address may have', async () => {
    for (const name of ['one', 'two']) expect(await enter(name, { key: 'key' }, 'here')).toMatchObject({ ok: true })
    expect(await enter('three', { key: 'key' }, 'here')).toMatchObject({ ok: false, code: 'slow' })
    expect(await enter('one', { key: 'key' }, 'here')).toMatchObject({ ok: true })
  })
})

describe('a link with a password', () => {
  beforeEach(async () => {
    await addLink('locked', { passwordHash: await hashPassword('open'), role: 'commenter' })
  })

  it('asks for it once, and only who has the link’s secret', async () => {
    expect(await enter('bob', { key: 'locked' })).toEqual(PASSWORD_NEEDED)
    expect(await enter('bob', { key: 'locked', password: 'closed' })).toEqual(PASSWORD_NEEDED)
    expect(await enter('bob', { key: 'wrong', password: 'open' })).toEqual(NOT_FOUND)
    expect(await roleOf('bob')).toBeNull()
    expect(await enter('bob', { key: 'locked', password: 'open' })).toMatchObject({ ok: true })
    expect(await enter('bob', { key: 'locked' })).toMatchObject({ ok: true })
    expect(await roleOf('bob')).toBe('commenter')
  })

  it('does not ask whom it gives nothing, but whom it gives more', async () => {
    expect(await enter('ann', { key: 'locked' })).toMatchObject({ ok: true })
    await addLink('view')
    await enter('bob', { key: 'view' })
    expect(await enter('bob', { key: 'locked' })).toEqual(PASSWORD_NEEDED)
    expect(await roleOf('bob')).toBe('viewer')
  })

  it('does not keep somebody from what they were left after it had let them in', async () => {
    await addLink('strict', { role: 'editor', passwordHash: await hashPassword('word') })
    expect(await enter('bob', { key: 'strict', password: 'word' })).toMatchObject({ ok: true })
    clock.advance(1)
    const { actor } = await storage.access.find(document, hashSecret('bob'), null)
    await storage.access.decide(document, actor ?? '', { role: 'viewer', by: 'ann', at: clock.now() })
    expect(await enter('bob', { key: 'strict' })).toMatchObject({ ok: true })
    expect(await roleOf('bob')).toBe('viewer')
    await storage.access.decide(document, actor ?? '', { role: null, by: 'ann', at: clock.now() })
    expect(await enter('bob', { key: 'strict', password: 'word' })).toEqual(NOT_FOUND)
  })

  it('is guessed no more often than it may be, also when the guesses come at the same time', async () => {
    budgets.wrongPasswords.take(passwordsKey(document, 'locked'), MAX_WRONG_PASSWORDS - 3)
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, guess) => enter(`bob ${guess}`, { key: 'locked', password: 'closed' })),
    )
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.code === 'password-needed')).toHaveLength(3)
  })

  it('is hashed so often for an address, right or wrong, and not for whom the link gives nothing', async () => {
    await addLink('strict', { role: 'editor', passwordHash: await hashPassword('word') })
    budgets.passwords.take('bob', MAX_PASSWORDS - 1)
    for (let time = 0; time < 2; time++) {
      expect(await enter('ann', { key: 'strict', password: 'word' }, 'bob')).toMatchObject({ ok: true })
    }
    expect(await enter('bob', { key: 'strict', password: 'word' })).toMatchObject({ ok: true })
    expect(await enter('cyd', { key: 'strict', password: 'word' }, 'bob')).toMatchObject({ code: 'slow' })
  })

  it('does not give more without it to whom it gives less', async () => {
    await enter('bob', { key: 'key' })
    expect(await enter('bob', { key: 'locked' })).toMatchObject({ ok: true })
    await storage.access.revokeLink(document, document, 'ann', clock.now())
    expect(await roleOf('bob')).toBeNull()
  })

  it('puts everybody off after so many guesses, wherever they come from, for a while', async () => {
    const guess = (index: number) => enter('eve', { key: 'locked', password: `guess ${index}` }, `address ${index}`)
    budgets.wrongPasswords.take(passwordsKey(document, 'locked'), MAX_WRONG_PASSWORDS - 3)
    for (let index = 0; index < 3; index++) expect(await guess(index)).toEqual(PASSWORD_NEEDED)
    expect(await guess(3)).toMatchObject({ ok: false, code: 'slow' })
    expect(await enter('bob', { key: 'locked', password: 'open' })).toMatchObject({ ok: false, code: 'slow' })
    expect(await enter('bob', { key: 'key' })).toMatchObject({ ok: true })
    clock.advance(60 * 60 * 1000)
    expect(await enter('cyd', { key: 'locked', password: 'open' })).toMatchObject({ ok: true })
  })
})

describe('a crowd at a link with a password', () => {
  it('is put off as far as it would keep others out, and none of it has to wait for all', async () => {
    await addLink('locked', { passwordHash: await hashPassword('open') })
    budgets = createBudgets({ documentsPerHour: 9, guestsPerHour: 99 }, clock)
    admission = new Admission({ storage, clock, budgets })
    const crowd = Array.from({ length: 30 }, (_, index) => enter(`guest ${index}`, { key: 'locked', password: 'open' }))
    const answers = (await Promise.all(crowd)).map((answer) => (answer.ok ? 'ok' : answer.code))
    expect(new Set(answers)).toEqual(new Set(['ok', 'slow']))
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(10)
    expect(await enter('guest 29', { key: 'locked', password: 'open' })).toMatchObject({ ok: true })
  })
})

describe('an address', () => {
  it('that guesses keys is put off, and others are not', async () => {
    for (let guess = 0; guess < MAX_WRONG_KEYS; guess++) {
      const attempt = guess % 2 === 0 ? enter('eve', { key: 'wrong' }) : admission.knows(visitor('eve'), document, 'x')
      expect(await attempt).toEqual(NOT_FOUND)
    }
    expect(await enter('eve', { key: 'key' })).toMatchObject({ ok: false, code: 'slow' })
    expect(await admission.knows(visitor('eve'), document, 'key')).toMatchObject({ ok: false, code: 'slow' })
    expect(await enter('bob', { key: 'key' })).toMatchObject({ ok: true })
  })
})

describe('whether there is a document', () => {
  it('is known to who has a link to it or is somebody in it', async () => {
    await addLink('view')
    expect(await admission.knows(visitor('eve'), document, 'view')).toEqual({ ok: true })
    expect(await admission.knows(visitor('ann'), document, 'wrong')).toEqual({ ok: true })
    expect(await admission.knows(visitor('eve'), document, 'wrong')).toEqual(NOT_FOUND)
    expect(await admission.knows(visitor('eve'), 'never', 'view')).toEqual(NOT_FOUND)
  })
})

describe('who is not let in without an account', () => {
  it('is told so, whatever they come with, and leaves no rows', async () => {
    const needed = { ok: false, code: 'sign-in-needed' }
    const eve = visitor('eve', 'eve', null)
    for (const id of [document, 'never']) {
      expect(await admission.enter(eve, { document: id, key: 'key' })).toEqual(needed)
      expect(await admission.knows(eve, id, 'key')).toEqual(needed)
    }
    expect(await admission.actorOf(eve)).toEqual(needed)
    expect(await storage.actors.knows(hashSecret('eve'))).toBe(false)
  })
})
