import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SessionWatch } from '../../../../server/realtime/session-watch.ts'
import type { DocumentsNamespace } from '../../../../server/realtime/socket-server.ts'
import type { AccountStore } from '../../../../server/storage/account-store.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const clock = new FakeClock()
const ended = new Map<string, number>()
const failed = vi.fn<(error: unknown) => void>()
const disconnected: string[] = []
const sockets = new Map<string, unknown>()
let isBroken = false

const endedSessions = vi.fn<AccountStore['endedSessions']>(async (since) => {
  if (isBroken) throw new Error('disk full')
  return [...ended].filter(([, at]) => at >= since).map(([id]) => id)
})

let watch: SessionWatch

beforeEach(() => {
  isBroken = false
  ended.clear()
  sockets.clear()
  disconnected.length = 0
  endedSessions.mockClear()
  failed.mockClear()
  for (const [id, session] of [
    ['guest', null],
    ['one', 's1'],
    ['two', 's2'],
  ] as const) {
    const data = { session, tokenHash: Buffer.from(id) }
    sockets.set(id, { data, disconnect: () => disconnected.push(id) })
  }
  const accounts = { endedSessions } as unknown as AccountStore
  watch = new SessionWatch({ sockets } as unknown as DocumentsNamespace, { accounts, clock, failed })
})

/** A second goes by, and what was asked for then is answered. */
async function second(): Promise<void> {
  clock.advance(1000)
  await new Promise((resolve) => setImmediate(resolve))
}

describe('sessions that end', () => {
  it('lose their connections within a second, and nobody else does', async () => {
    await second()
    expect(disconnected).toEqual([])
    ended.set('s1', clock.now())
    await second()
    expect(disconnected).toEqual(['one'])
    watch.stop()
  })

  it('lose them at once when that is said, also while a look is under way', async () => {
    watch.look()
    ended.set('s2', clock.now())
    watch.look()
    await new Promise((resolve) => setImmediate(resolve))
    expect(disconnected).toContain('two')
    expect(endedSessions).toHaveBeenCalledTimes(2)
    watch.stop()
  })

  it('are found once storage works again, however long it did not', async () => {
    isBroken = true
    ended.set('s1', clock.now())
    for (let waited = 0; waited < 200; waited++) await second()
    expect(failed).toHaveBeenCalledTimes(200)
    isBroken = false
    await second()
    expect(disconnected).toEqual(['one'])
    watch.stop()
  })

  it('are found of a connection that was on its way in', async () => {
    const late = sockets.get('one')
    sockets.delete('one')
    ended.set('s1', clock.now())
    await second()
    sockets.set('one', late)
    await second()
    expect(disconnected).toEqual(['one'])
    watch.stop()
  })

  it('are not looked for any more after the end', async () => {
    watch.stop()
    await second()
    expect(endedSessions).not.toHaveBeenCalled()
  })
})

it('who has something else now connects again', () => {
  watch.renew([Buffer.from('guest'), Buffer.from('two')])
  expect(disconnected).toEqual(['guest', 'two'])
  watch.stop()
})
