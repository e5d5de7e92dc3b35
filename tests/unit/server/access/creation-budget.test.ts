import { beforeEach, describe, expect, it } from 'vitest'
import { CreationBudget } from '../../../../server/access/creation-budget.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const ONE_HOUR_MS = 60 * 60 * 1000

let clock: FakeClock

beforeEach(() => {
  clock = new FakeClock()
})

describe('CreationBudget', () => {
  it('lets an address create so many documents and no more', () => {
    const budget = new CreationBudget(2, clock)
    expect([budget.take('a'), budget.take('a'), budget.take('a')]).toEqual([true, true, false])
  })

  it('counts each address by itself', () => {
    const budget = new CreationBudget(1, clock)
    expect([budget.take('a'), budget.take('b'), budget.take('a')]).toEqual([true, true, false])
  })

  it('gives back over an hour what it lets an address create in one', () => {
    const budget = new CreationBudget(2, clock)
    budget.take('a')
    budget.take('a')
    clock.advance(ONE_HOUR_MS / 2)
    expect([budget.take('a'), budget.take('a')]).toEqual([true, false])
    clock.advance(10 * ONE_HOUR_MS)
    expect([budget.take('a'), budget.take('a'), budget.take('a')]).toEqual([true, true, false])
  })
})
