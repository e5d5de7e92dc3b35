import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { untilFetched } from '../../../../client/ui/until-fetched.ts'

describe('what the page fetches later', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('document', { querySelectorAll: () => [] })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is asked for again until it is there', async () => {
    let missing = 2
    const load = async (): Promise<string> => {
      if (missing-- > 0) throw new Error('not there')
      return 'part'
    }
    const heard: string[] = []
    untilFetched(
      load,
      (part) => heard.push(part),
      () => heard.push('missing'),
    )
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard).toEqual(['missing', 'missing', 'part'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not asked for any more once it was given up', async () => {
    const load = vi.fn(() => Promise.reject<string>(new Error('not there')))
    const giveUp = untilFetched(load, () => expect.unreachable())
    await vi.advanceTimersByTimeAsync(0)
    giveUp()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('is not handed over to who has given it up meanwhile', async () => {
    const giveUp = untilFetched(
      () => Promise.resolve('part'),
      () => expect.unreachable(),
    )
    giveUp()
    await vi.advanceTimersByTimeAsync(60_000)
  })
})
