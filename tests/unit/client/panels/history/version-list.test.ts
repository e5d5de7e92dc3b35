import { type Signal, signal } from '@preact/signals-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Version, VersionList } from '../../../../../client/panels/history/version-list.ts'
import type { SaveStatus, Session } from '../../../../../client/sync/session.ts'
import { type Refusal, refuse, slow } from '../../../../../shared/protocol/errors.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'

const version = (sequence: number): Version => ({ sequence, from: sequence, to: sequence, people: [], others: 0 })
const page = (sequences: readonly number[], earlier: number | null) => ({
  ok: true as const,
  versions: sequences.map(version),
  earlier,
})

const textOf = (text: string) => ({ ok: true as const, text: new TextEncoder().encode(text) })

let clock: FakeClock
let status: Signal<SaveStatus>
let asked: [event: string, fields: unknown][]
/** What the server says next, in order; without any it never answers. */
let answers: (ReturnType<typeof page> | ReturnType<typeof textOf> | Refusal)[]
/** Says it instead, once it is set. */
let respond: ((fields: { sequence: number }) => Promise<unknown>) | null
let list: VersionList

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const sequences = (): number[] | undefined => list.versions.value?.map(({ sequence }) => sequence)

beforeEach(() => {
  clock = new FakeClock()
  status = signal<SaveStatus>({ name: 'saved' })
  asked = []
  answers = []
  respond = null
})
afterEach(() => list.close())

async function open(...first: typeof answers): Promise<void> {
  answers.push(...first)
  const session = {
    status,
    request: (event: string, fields: { sequence: number }) => {
      asked.push([event, fields])
      if (respond !== null) return respond(fields)
      const answer = answers.shift()
      return answer === undefined ? new Promise(() => {}) : Promise.resolve(answer)
    },
  }
  list = new VersionList(session as unknown as Session, clock)
  await settled()
}

it('lists the newest versions, and those before them when it is asked', async () => {
  await open(page([9, 7], 7), page([5, 2], null))
  expect(sequences()).toEqual([9, 7])
  expect(list.hasEarlier.value).toBe(true)
  await list.more()
  expect(sequences()).toEqual([9, 7, 5, 2])
  expect(list.hasEarlier.value).toBe(false)
  expect(asked).toEqual([
    ['history', {}],
    ['history', { before: 7 }],
  ])
})

it('asks once, however often it is told to', async () => {
  await open()
  expect(list.isAsking.value).toBe(true)
  void list.more()
  expect(asked.length).toBe(1)
})

it('keeps what it has when the next are refused, and asks for the same again', async () => {
  await open(page([9], 9), refuse('internal'), page([4], null))
  await list.more()
  expect([sequences(), list.trouble.value, list.isAsking.value]).toEqual([[9], 'internal', false])
  await list.more()
  expect([sequences(), list.trouble.value]).toEqual([[9, 4], null])
  expect(asked.slice(1)).toEqual([
    ['history', { before: 9 }],
    ['history', { before: 9 }],
  ])
})

it('waits for as long as the server wants, and asks then', async () => {
  await open(slow(5000), page([3], null))
  clock.advance(4999)
  await settled()
  expect([asked.length, list.isAsking.value, list.trouble.value]).toEqual([1, true, null])
  clock.advance(1)
  await settled()
  expect([asked.length, sequences()]).toEqual([2, [3]])
})

it('asks again when the connection is back', async () => {
  status.value = { name: 'offline', changes: 0, kept: true, retryAt: null }
  await open(refuse('not-joined'), page([3], null))
  expect([list.trouble.value, list.versions.value]).toEqual(['not-joined', null])
  status.value = { name: 'saved' }
  await settled()
  expect([list.trouble.value, sequences()]).toEqual([null, [3]])
})

it('reads a version once, and shows that of the one looked at alone', async () => {
  await open(page([9, 7], null), textOf('nine'), textOf('seven'))
  const first = list.choose(version(9))
  const second = list.choose(version(7))
  await Promise.all([first, second])
  expect([list.chosen.value?.sequence, list.text.value]).toEqual([7, { text: 'seven' }])
  await list.choose(version(9))
  expect([list.chosen.value?.sequence, list.text.value]).toEqual([9, { text: 'nine' }])
  expect(asked.slice(1)).toEqual([
    ['version', { sequence: 9 }],
    ['version', { sequence: 7 }],
  ])
})

it('says why there is no text, and asks for it again', async () => {
  await open(page([9], null), refuse('no-version'), textOf('nine'))
  await list.choose(version(9))
  expect(list.text.value).toEqual({ trouble: 'no-version' })
  await list.choose(version(9))
  expect(list.text.value).toEqual({ text: 'nine' })
})

it('takes the end of a server for a lost connection', async () => {
  await open(refuse('draining'), page([3], null))
  expect(list.trouble.value).toBe('draining')
  status.value = { name: 'opening' }
  status.value = { name: 'saved' }
  await settled()
  expect([list.trouble.value, sequences()]).toEqual([null, [3]])
})

it('does not ask a server again that gave no answer while the connection was there', async () => {
  await open(refuse('not-joined'))
  status.value = { name: 'saving', changes: 1 }
  status.value = { name: 'saved' }
  await settled()
  expect([asked.length, list.trouble.value]).toEqual([1, 'not-joined'])
})

it('asks once for a text that is on its way, however often one looks at it', async () => {
  await open(page([9, 7], null))
  const said = new Map<number, (answer: unknown) => void>()
  respond = ({ sequence }) => new Promise((resolve) => void said.set(sequence, resolve))
  for (const sequence of [9, 9, 7, 9, 7, 9]) void list.choose(version(sequence))
  await settled()
  expect(asked.slice(1).map(([, fields]) => fields)).toEqual([{ sequence: 9 }, { sequence: 7 }])
  said.get(7)?.(textOf('seven'))
  await settled()
  expect(list.text.value).toBeNull()
  said.get(9)?.(textOf('nine'))
  await settled()
  expect(list.text.value).toEqual({ text: 'nine' })
})

it('leaves it to the person to ask again for a text that a lost connection left without an answer', async () => {
  await open(page([9], null), refuse('not-joined'), textOf('nine'))
  await list.choose(version(9))
  expect(list.text.value).toEqual({ trouble: 'not-joined' })
  status.value = { name: 'offline', changes: 0, kept: true, retryAt: null }
  status.value = { name: 'saved' }
  await settled()
  expect([asked.length, list.text.value]).toEqual([2, { trouble: 'not-joined' }])
  await list.choose(version(9))
  expect(list.text.value).toEqual({ text: 'nine' })
})

it('tells that a server is too busy, once it has said so a few times', async () => {
  await open(page([9], null), ...Array.from({ length: 9 }, () => slow(1000)))
  void list.choose(version(9))
  for (let second = 0; second < 9; second++) {
    await settled()
    clock.advance(1000)
  }
  expect([asked.length, list.text.value]).toEqual([5, { trouble: 'slow' }])
})

it('keeps the texts that were looked at last', async () => {
  const all = [1, 2, 3, 4, 5, 6]
  await open(page(all, null), ...all.map((sequence) => textOf(`text ${sequence}`)), textOf('text 2'))
  for (const sequence of [1, 2, 3, 4, 5, 1, 6]) await list.choose(version(sequence))
  expect(asked.length).toBe(1 + 6)
  await list.choose(version(1))
  expect([asked.length, list.text.value]).toEqual([1 + 6, { text: 'text 1' }])
  await list.choose(version(2))
  expect(asked.length).toBe(1 + 7)
})

it('reads a text as it was written, with a mark at its beginning', async () => {
  await open(page([9], null), textOf('\uFEFFnine 😀'))
  await list.choose(version(9))
  expect(list.text.value).toEqual({ text: '\uFEFFnine 😀' })
})

it('does not ask a slow server for a version that nobody looks at any more', async () => {
  await open(page([9, 7], null), slow(1000), textOf('seven'))
  void list.choose(version(9))
  await settled()
  await list.choose(version(7))
  clock.advance(1000)
  await settled()
  expect(asked.length).toBe(3)
})

it('asks nothing any more once it is closed', async () => {
  await open(slow(1000))
  list.close()
  clock.advance(1000)
  await settled()
  status.value = { name: 'blank' }
  expect(asked.length).toBe(1)
})
