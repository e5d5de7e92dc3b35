import { describe, expect, it } from 'vitest'
import { type ConnectionEvent, type ConnectionState, next } from '../../../../client/transport/connection-state.ts'

const OFFLINE: ConnectionState = { name: 'offline', since: 100, attempt: 0, retryAt: null, code: null }
const FAILED: ConnectionEvent = { name: 'failed', at: 1000, jitter: 0.5, code: null }

function after(state: ConnectionState, ...events: readonly ConnectionEvent[]): ConnectionState {
  return events.reduce(next, state)
}

describe('connection state', () => {
  it('counts attempts, and remembers since when there is no connection', () => {
    const state = after(OFFLINE, { name: 'dial' }, FAILED, { name: 'dial' }, { ...FAILED, at: 3000 })
    expect(state).toEqual({ name: 'offline', since: 100, attempt: 2, retryAt: 3000 + 1000, code: null })
  })

  it('starts counting anew after a connection', () => {
    const online = after(OFFLINE, { name: 'dial' }, FAILED, { name: 'dial' }, { name: 'connected' })
    expect(online).toEqual({ name: 'online' })
    expect(next(online, FAILED)).toEqual({ name: 'offline', since: 1000, attempt: 0, retryAt: 1250, code: null })
  })

  it('keeps the reason for which the server turned an attempt down', () => {
    expect(after(OFFLINE, { name: 'dial' }, { ...FAILED, code: 'server-full' })).toMatchObject({ code: 'server-full' })
  })

  it('ignores what comes late', () => {
    expect(next(OFFLINE, { name: 'connected' })).toBe(OFFLINE)
    expect(next(OFFLINE, FAILED)).toBe(OFFLINE)
    const online: ConnectionState = { name: 'online' }
    expect(next(online, { name: 'dial' })).toBe(online)
    expect(next(online, { name: 'connected' })).toBe(online)
  })

  it('never leaves a refusal', () => {
    const refused = after(OFFLINE, { name: 'dial' }, { name: 'refused', code: 'too-old' })
    expect(refused).toEqual({ name: 'refused', code: 'too-old' })
    for (const event of [FAILED, { name: 'dial' }, { name: 'connected' }, { name: 'closed', at: 1 }] as const)
      expect(next(refused, event)).toBe(refused)
  })

  it('tries nothing after it was closed', () => {
    const closed = after(OFFLINE, { name: 'dial' }, { name: 'connected' }, { name: 'closed', at: 5 })
    expect(closed).toEqual({ name: 'offline', since: 5, attempt: 0, retryAt: null, code: null })
  })
})
