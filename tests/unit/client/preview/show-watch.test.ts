import { describe, expect, it } from 'vitest'
import { ShowWatch } from '../../../../client/preview/show-watch.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

function scene() {
  const clock = new FakeClock()
  const told: string[] = []
  const watch = new ShowWatch({
    clock,
    onBehind: (isBehind) => told.push(isBehind ? 'behind' : 'there'),
    onStuck: () => told.push('stuck'),
  })
  return { clock, told, watch }
}

describe('what is sent to be shown', () => {
  it('is said to be behind, and then given up', () => {
    const { clock, told, watch } = scene()
    watch.sent(0, 0)
    clock.advance(14_999)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual(['behind'])
    clock.advance(15_000)
    expect(told).toEqual(['behind', 'stuck'])
  })

  it('has less time once it was shown, and more when it is long', () => {
    const { clock, told, watch } = scene()
    watch.sent(0, 0)
    watch.shown(0)
    watch.sent(1, 500_000)
    clock.advance(9_999)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual(['behind'])
  })

  it('is there when that version is shown, however late', () => {
    const { clock, told, watch } = scene()
    watch.sent(2, 0)
    clock.advance(20_000)
    watch.shown(1)
    expect(told).toEqual(['behind'])
    watch.shown(2)
    clock.advance(60_000)
    expect(told).toEqual(['behind', 'there'])
  })

  it('is not waited for after the end', () => {
    const { clock, told, watch } = scene()
    watch.sent(0, 0)
    watch.stop()
    clock.advance(60_000)
    expect(told).toEqual([])
  })
})
