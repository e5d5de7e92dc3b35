import { beforeEach, expect, it } from 'vitest'
import { untilSettled } from '../../../../../client/pages/transfer/settled-session.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { FakeSession } from '../../../../support/fake-session.ts'

let fake: FakeSession
let clock: FakeClock
let controller: AbortController
let outcome: string[]

/** Everything that was resolved already has had its turn. */
const turns = () => new Promise((resolve) => setImmediate(resolve))

beforeEach(async () => {
  fake = new FakeSession('d')
  clock = new FakeClock()
  controller = new AbortController()
  outcome = []
  fake.status.value = { name: 'opening' }
  untilSettled(fake.session, clock, controller.signal).then(
    ({ name }) => outcome.push(name),
    () => outcome.push('aborted'),
  )
  await turns()
  expect(outcome).toEqual([])
})

it('a document is waited for until it is saved', async () => {
  fake.status.value = { name: 'saving', changes: 1 }
  await turns()
  expect(outcome).toEqual([])
  fake.status.value = { name: 'saved' }
  await turns()
  expect(outcome).toEqual(['saved'])
})

it('and until it cannot be had, or not for now', async () => {
  fake.closed.value = 'not-found'
  await turns()
  expect(outcome).toEqual(['opening'])
})

it('for no more than a minute', async () => {
  clock.advance(60_000)
  await turns()
  expect(outcome).toEqual(['opening'])
})

it('and not once it is given up', async () => {
  controller.abort()
  await turns()
  expect(outcome).toEqual(['aborted'])
  await expect(untilSettled(fake.session, clock, controller.signal)).rejects.toThrow()
})
