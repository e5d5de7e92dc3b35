import { expect, it } from 'vitest'
import { createBudgets } from '../../../../server/access/budgets.ts'
import { historyHandlers } from '../../../../server/realtime/history-events.ts'
import type { DocumentsSocket } from '../../../../server/realtime/socket-server.ts'
import type { Asking, Versions } from '../../../../server/rooms/versions.ts'
import { refuse } from '../../../../shared/protocol/errors.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

/** Somebody in a document, and what changes while a version of it is read. */
function scene() {
  const clock = new FakeClock()
  const state = { mayLook: true, isDraining: false, admitted: Infinity, allowed: 0, read: 0 }
  const member = { gone: false }
  let during = (): void => {}
  const versions = {
    async text({ hindrance }: Asking) {
      const hindered = hindrance()
      if (hindered !== null) return hindered
      state.read += 1
      during()
      return { ok: true, text: new Uint8Array(100) }
    },
  } as unknown as Versions
  const room = {
    permits: async () => (state.mayLook ? { ok: true, role: 'editor' } : refuse('forbidden')),
  }
  const outgoing = {
    admits: (bytes: number) => bytes <= state.admitted,
    allow: (bytes: number) => (state.allowed += bytes),
  }
  const socket = {
    data: { address: 'here', outgoing, memberships: new Map([['d', { member, room }]]) },
  } as unknown as DocumentsSocket
  const budgets = createBudgets({ documentsPerHour: 9, guestsPerHour: 9 }, clock)
  const handlers = historyHandlers({ versions, budgets, draining: () => state.isDraining })
  return {
    state,
    member,
    while: (change: () => void) => void (during = change),
    ask: () =>
      new Promise((answer) => void handlers.version(socket, { document: 'd', sequence: 1 }, (told) => answer(told))),
  }
}

it('gives a version to whoever may look at it, and room for it in what waits for them', async () => {
  const { ask, state } = scene()
  expect(await ask()).toMatchObject({ ok: true })
  expect(state.allowed).toBe(100)
})

it('gives nothing to whoever lost the right to it while it was read, or left, or came anew', async () => {
  const demoted = scene()
  demoted.while(() => (demoted.state.mayLook = false))
  expect(await demoted.ask()).toMatchObject({ code: 'forbidden' })
  const gone = scene()
  gone.while(() => (gone.member.gone = true))
  expect(await gone.ask()).toMatchObject({ code: 'not-joined' })
  expect([demoted.state.read, gone.state.read, demoted.state.allowed, gone.state.allowed]).toEqual([1, 1, 0, 0])
})

it('reads nothing for whoever has not taken earlier answers, or may not, or when the server stops', async () => {
  const full = scene()
  full.state.admitted = -1
  expect(await full.ask()).toMatchObject({ code: 'slow' })
  const stopping = scene()
  stopping.state.isDraining = true
  expect(await stopping.ask()).toMatchObject({ code: 'draining' })
  const forbidden = scene()
  forbidden.state.mayLook = false
  expect(await forbidden.ask()).toMatchObject({ code: 'forbidden' })
  expect([full.state.read, stopping.state.read, forbidden.state.read]).toEqual([0, 0, 0])
})

it('a version that does not fit behind earlier answers is not sent', async () => {
  const { ask, state } = scene()
  state.admitted = 99
  expect(await ask()).toMatchObject({ code: 'slow' })
  expect(state.allowed).toBe(0)
})
