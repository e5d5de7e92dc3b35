import { signal } from '@preact/signals-core'
import { expect, it } from 'vitest'
import { isTextSafe, lossOf, reloadNow } from '../../../../client/offline/safe-reload.ts'
import { departure } from '../../../../client/panels/departure.ts'
import type { Keeping } from '../../../../client/sync/device-cache.ts'
import type { SaveStatus, Session } from '../../../../client/sync/session.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

function page(first: SaveStatus, keeping: Keeping = 'kept') {
  const clock = new FakeClock()
  const status = signal<SaveStatus>(first)
  const session = { status, flush: () => undefined, refreshTitle: () => undefined } as unknown as Session
  return { clock, status, text: { session: signal<Session | null>(session), keeping: signal(keeping), clock } }
}

const SAVED: SaveStatus = { name: 'saved' }
const offline = (kept: boolean): SaveStatus => ({ name: 'offline', changes: 2, kept, retryAt: null })

it.each<[string, SaveStatus]>([
  ['everything is saved', SAVED],
  ['nothing was written', { name: 'blank' }],
  ['this device keeps it', offline(true)],
  [
    'the server refused the page, and this device keeps it',
    { name: 'not-saved', changes: 1, kept: true, code: 'too-old' },
  ],
])('at once when %s', async (_why, status) => {
  expect(await isTextSafe(page(status).text)).toBe(true)
})

it('when no document is open', async () => {
  expect(await isTextSafe({ ...page(SAVED).text, session: signal(null) })).toBe(true)
})

it('once what is on its way has arrived', async () => {
  const { text, status } = page({ name: 'saving', changes: 1 })
  let isSafe: boolean | null = null
  const asked = isTextSafe(text).then((is) => (isSafe = is))
  await Promise.resolve()
  expect(isSafe).toBeNull()
  status.value = SAVED
  expect(await asked).toBe(true)
})

it('not when it is neither saved nor kept in time', async () => {
  const { text, clock } = page(offline(false))
  const asked = isTextSafe(text)
  clock.advance(60_000)
  expect(await asked).toBe(false)
})

it('not when a server that is silent has it to save, and this device keeps nothing', async () => {
  const { text, clock } = page({ name: 'saving', changes: 1 }, 'none')
  const asked = isTextSafe(text)
  clock.advance(60_000)
  expect(await asked).toBe(false)
})

it('though a server is silent, if this device keeps it', async () => {
  const { text, clock } = page({ name: 'saving', changes: 1 })
  const asked = isTextSafe(text)
  clock.advance(60_000)
  expect(await asked).toBe(true)
})

it('does not have the browser ask about text that is safe, until it is clear that the page stays', () => {
  const clock = new FakeClock()
  let wasSafe: boolean | null = null
  const location = { reload: () => void (wasSafe = departure.isSafe) } as unknown as Location
  reloadNow({ location }, true, clock)
  expect(wasSafe).toBe(true)
  expect(departure.isSafe).toBe(true)
  clock.advance(10_000)
  expect(departure.isSafe).toBe(false)
})

it('is not all that would be lost while files are on their way', async () => {
  const { text } = page(SAVED)
  expect(
    await lossOf(
      text,
      signal(() => undefined),
    ),
  ).toBe('uploads')
  expect(await lossOf(text, signal(null))).toBeNull()
  const unsaved = page(offline(false))
  const asked = lossOf(unsaved.text, signal(null))
  unsaved.clock.advance(60_000)
  expect(await asked).toBe('text')
})
