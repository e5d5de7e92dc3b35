import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CreationBudget } from '../../../../server/access/creation-budget.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('CreationBudget', () => {
  it('lets an address create so many documents an hour and no more', async () => {
    const budget = new CreationBudget(2)
    expect([await budget.take('a'), await budget.take('a'), await budget.take('a')]).toEqual([true, true, false])
  })

  it('counts each address by itself', async () => {
    const budget = new CreationBudget(1)
    expect([await budget.take('a'), await budget.take('b'), await budget.take('a')]).toEqual([true, true, false])
  })

  it('begins anew after an hour', async () => {
    const budget = new CreationBudget(1)
    await budget.take('a')
    vi.advanceTimersByTime(59 * 60 * 1000)
    expect(await budget.take('a')).toBe(false)
    vi.advanceTimersByTime(2 * 60 * 1000)
    expect(await budget.take('a')).toBe(true)
  })
})
