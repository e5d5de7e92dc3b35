import { signal } from '@preact/signals-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AccessList, type ListedLink } from '../../../../client/panels/sharing/access-list.ts'
import type { Session } from '../../../../client/sync/session.ts'
import { refuse } from '../../../../shared/protocol/errors.ts'
import type { SharingAnswer } from '../../../../shared/protocol/schemas.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

type Listed = Extract<SharingAnswer, { ok: true }>

const LINK: ListedLink = {
  link: 'first',
  role: 'editor',
  label: null,
  expiresAt: null,
  hasPassword: false,
  createdBy: 'ann',
  createdAt: 1,
  lastUsedAt: null,
}
const BEN: Listed['people'][number] = {
  person: 'ben',
  name: 'Ben',
  email: null,
  role: 'editor',
  mayOwn: true,
  how: 'link',
  links: ['first'],
  at: 1,
}
const LOST = refuse('not-joined')

let clock: FakeClock
let online: ReturnType<typeof signal<boolean>>
let listed: Listed
/** What was asked for, and what the server says to it: true for done. */
let asked: { event: string; fields: unknown }[]
let answers: (true | ReturnType<typeof refuse>)[]
let access: AccessList

beforeEach(() => {
  clock = new FakeClock()
  online = signal(true)
  listed = { ok: true, links: [LINK], people: [BEN], requests: [] }
  asked = []
  answers = []
  const session = {
    key: 'k'.repeat(22),
    link: signal({ link: 'first' }),
    status: signal({ name: 'saved' }),
    closed: signal(null),
    online,
    on: () => () => {},
    request: (event: string, fields: unknown) => {
      if (event === 'sharing') return Promise.resolve(listed)
      asked.push({ event, fields })
      const answer = answers.shift() ?? true
      return Promise.resolve(answer === true ? { ok: true } : answer)
    },
  }
  access = new AccessList(session as unknown as Session, clock)
})
afterEach(() => access.close())

/** The time that passes while a page waits to ask again. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  clock.advance(1000)
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

it('what was not sent was not done', async () => {
  online.value = false
  answers = [LOST]
  expect(await access.revoke(LINK)).toEqual(LOST)
  expect(access.revoked.value).toEqual([])
})

it('what was sent and not answered is asked for again, until it is known', async () => {
  answers = [LOST, LOST, refuse('slow')]
  const revoked = access.revoke(LINK)
  await aWhile()
  expect(access.unanswered.value).toBe(1)
  online.value = false
  await aWhile()
  expect(asked).toHaveLength(2)
  online.value = true
  await aWhile()
  await aWhile()
  expect(await revoked).toMatchObject({ ok: true })
  expect(access.revoked.value).toEqual([LINK])
  expect(access.unanswered.value).toBe(0)
})

it('a link, and a secret, are the same when they are asked for again', async () => {
  answers = [LOST, true, LOST, true]
  const added = access.add({ role: 'viewer', label: '', expiresAt: null, password: '' })
  await aWhile()
  const made = await added
  expect(made.ok && access.secretOf(made.link)).toBeTruthy()
  const rotated = access.rotate('first')
  await aWhile()
  expect(await rotated).toMatchObject({ ok: true, key: access.secretOf('first') })
  const [add, addAgain, rotate, rotateAgain] = asked
  expect(addAgain).toEqual(add)
  expect(rotateAgain).toEqual(rotate)
})

it('what is refused the second time may have been done the first time', async () => {
  answers = [LOST, refuse('outdated')]
  const revoked = access.revoke(LINK)
  await aWhile()
  expect(await revoked).toEqual({ ok: false, code: 'unanswered' })
})

it('a document is handed over again only to somebody who is what they were', async () => {
  await access.refresh()
  answers = [LOST, true]
  const handed = access.setRole('ben', 'owner')
  await aWhile()
  expect(await handed).toEqual({ ok: true })
  answers = [LOST]
  const again = access.setRole('ben', 'owner')
  // It was done, and taken back by handing the document back.
  listed = { ...listed, people: [{ ...BEN, how: 'given', at: 2 }] }
  await aWhile()
  expect(await again).toEqual({ ok: false, code: 'unanswered' })
  expect(asked).toHaveLength(3)
})

it('nobody waits for an answer of a list that is no more', async () => {
  answers = [LOST, LOST]
  const given = access.setRole('ben', 'viewer')
  await aWhile()
  access.close()
  expect(await given).toEqual({ ok: false, code: 'unanswered' })
})

it('a revoke of one’s own link is taken back as that, once, whatever shows it', async () => {
  expect(await access.revoke(LINK)).toEqual({ ok: true, isOwn: true })
  const restored = access.restore('first')
  expect(access.restoring.value).toEqual(['first'])
  expect(await access.restore('first')).toBeNull()
  expect(await restored).toEqual({ ok: true, isOwn: true })
  expect(access.restoring.value).toEqual([])
  expect(access.revoked.value).toEqual([])
  expect(asked).toHaveLength(2)
})
