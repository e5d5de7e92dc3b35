import { expect, it } from 'vitest'
import { FakeClock } from '../../../support/fake-clock.ts'
import {
  cache,
  connection,
  document,
  isSaved,
  open,
  openedOffline,
  server,
  shut,
  textOf,
  type,
  useSessions,
} from '../../../support/session-scene.ts'
import { slowCache } from '../../../support/slow-cache.ts'
import { until } from '../../../support/until.ts'

useSessions()

/** Opens the document, and waits for this device as long as a page does. */
function openSlowly(): { session: ReturnType<typeof open>; clock: FakeClock; answer: () => void } {
  const clock = new FakeClock()
  const { slow, answer } = slowCache(cache)
  const session = open('open', { cache: slow, clock })
  clock.advance(3000)
  return { session, clock, answer }
}

it('does not say that there is no document before this device, which may have it alone, has answered', async () => {
  const first = open('blank')
  type(first, 'only here')
  await until(() => first.status.value.name === 'offline' && first.status.value.kept)
  await shut(first)

  const { session, clock, answer } = openSlowly()
  await until(() => session.awaitsDevice.value)
  connection.goOnline()
  await until(() => connection.count('join') === 1)
  await new Promise((resolve) => setImmediate(resolve))
  expect([session.closed.value, session.replica.value]).toEqual([null, null])

  answer()
  await until(() => textOf(session) === 'only here')
  clock.advance(20_000)
  await isSaved(session)
  expect(session.awaitsDevice.value).toBe(false)
  expect(server.text(document)).toBe('only here')
})

it('says that there is none once this device has none either', async () => {
  const { session, clock, answer } = openSlowly()
  await until(() => session.awaitsDevice.value)
  connection.goOnline()
  await until(() => connection.count('join') === 1)
  answer()
  await until(() => {
    clock.advance(1000)
    return session.closed.value === 'not-found'
  })
})

it('opens what the server has meanwhile, and sends what this device brings after all', async () => {
  const first = await openedOffline()
  type(first, ' unsent')
  await until(() => first.status.value.name === 'offline' && first.status.value.kept)
  await shut(first)

  const { session, clock, answer } = openSlowly()
  connection.goOnline()
  await until(() => {
    clock.advance(1000)
    return session.role.value !== null
  })
  expect(textOf(session)).toBe('hello')
  answer()
  await until(() => textOf(session) === 'hello unsent')
  await until(() => server.text(document) === 'hello unsent')
})
