import { describe, expect, it } from 'vitest'
import { Readiness } from '../../../../server/observability/readiness.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

describe('Readiness', () => {
  it('is given when storage answers', async () => {
    expect(await new Readiness(async () => {}, new FakeClock()).isReady()).toBe(true)
  })

  it('is not when storage fails', async () => {
    const readiness = new Readiness(() => Promise.reject(new Error('disk')), new FakeClock())
    expect(await readiness.isReady()).toBe(false)
  })

  it('is not when storage hangs', async () => {
    const clock = new FakeClock()
    const answer = new Readiness(() => new Promise(() => {}), clock).isReady()
    clock.advance(2000)
    expect(await answer).toBe(false)
  })

  it('is not once the server drains', async () => {
    const readiness = new Readiness(async () => {}, new FakeClock())
    readiness.drain()
    expect(await readiness.isReady()).toBe(false)
  })
})
