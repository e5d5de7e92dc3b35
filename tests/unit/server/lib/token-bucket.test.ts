import { beforeEach, describe, expect, it } from 'vitest'
import { KeyedBuckets } from '../../../../server/lib/keyed-buckets.ts'
import { TokenBucket } from '../../../../server/lib/token-bucket.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const RATE = { burst: 10, perSecond: 2 }

let clock: FakeClock

beforeEach(() => {
  clock = new FakeClock()
})

describe('TokenBucket', () => {
  it('holds a burst, is empty after it, and fills again at its rate, never beyond the burst', () => {
    const bucket = new TokenBucket(RATE, clock)
    expect([bucket.take(10), bucket.take(1)]).toEqual([true, false])
    clock.advance(1500)
    expect([bucket.take(3), bucket.take(1)]).toEqual([true, false])
    clock.advance(60_000)
    expect(bucket.level).toBe(10)
    expect(bucket.isFull).toBe(true)
  })

  it('says after how long there is enough, and is right', () => {
    const bucket = new TokenBucket(RATE, clock)
    bucket.spend(15)
    expect(bucket.level).toBe(-5)
    const waitMs = bucket.waitMs(1)
    expect(waitMs).toBe(3000)
    clock.advance(waitMs - 1)
    expect(bucket.take(1)).toBe(false)
    clock.advance(1)
    expect(bucket.take(1)).toBe(true)
  })

  it('takes a clock that was set back for one that stood still', () => {
    let now = 100_000
    const bucket = new TokenBucket(RATE, { now: () => now, after: () => () => {} })
    bucket.spend(10)
    now = 0
    expect(bucket.level).toBe(0)
    now = 1000
    expect(bucket.level).toBe(2)
  })
})

describe('KeyedBuckets', () => {
  it('counts each key by itself', () => {
    const buckets = new KeyedBuckets({ burst: 1, perSecond: 1 }, clock)
    expect([buckets.take('a'), buckets.take('a'), buckets.take('b')]).toEqual([true, false, true])
    expect(buckets.waitMs('a')).toBe(1000)
    expect([buckets.level('a'), buckets.level('never seen')]).toEqual([0, 1])
  })

  it('forgets keys that have all they may have, however many there were', () => {
    const buckets = new KeyedBuckets({ burst: 1, perSecond: 1 }, clock)
    for (let i = 0; i < 100_000; i++) {
      buckets.take(`key ${i}`)
      clock.advance(10)
    }
    expect(buckets.size).toBeLessThanOrEqual(2000)
    buckets.take('spent')
    for (let i = 0; i < 10_000; i++) buckets.take(`other ${i}`)
    expect(buckets.take('spent')).toBe(false)
  })
})
