import { expect, it } from 'vitest'
import { HeldChanges } from '../../../../../client/preview/frame/held-changes.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'

function scene() {
  const clock = new FakeClock()
  const target = new EventTarget()
  const held = new HeldChanges(clock, target)
  const made: number[] = []
  return {
    clock,
    made,
    change: (number: number) => held.make(() => made.push(number)),
    press: (type: string) => target.dispatchEvent(new Event(type)),
  }
}

it('makes a change at once while nothing is pressed', () => {
  const { made, change, press } = scene()
  press('pointerup')
  change(1)
  expect(made).toEqual([1])
})

it('holds changes until a click is over, and makes them in their order', () => {
  const { clock, made, change, press } = scene()
  press('pointerdown')
  change(1)
  clock.advance(100)
  change(2)
  press('pointerup')
  change(3)
  expect(made).toEqual([])
  clock.advance(50)
  expect(made).toEqual([1, 2, 3])
  change(4)
  expect(made).toEqual([1, 2, 3, 4])
})

it.each(['pointerup', 'pointercancel'])('holds nothing for longer than two seconds, and not after %s', (end) => {
  const { clock, made, change, press } = scene()
  press('pointerdown')
  change(1)
  clock.advance(2_000)
  change(2)
  expect(made).toEqual([1, 2])
  press(end)
  change(3)
  expect(made).toEqual([1, 2, 3])
})
