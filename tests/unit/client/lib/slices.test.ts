import { expect, it } from 'vitest'
import { atOnce, inSlices } from '../../../../client/lib/slices.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { HandDrawnFrames } from '../../../support/hand-drawn-frames.ts'

/** Work of ten steps, each of which takes so long. */
function scene(stepMs: number) {
  const clock = new FakeClock()
  const frames = new HandDrawnFrames()
  const done: string[] = []
  let steps = 0
  function* work(): Generator<undefined, string> {
    for (; steps < 10; steps++) {
      clock.advance(stepMs)
      yield
    }
    return 'all'
  }
  const cancel = inSlices(work(), { clock, nextFrame: frames.next, sliceMs: 12 }, (value) => done.push(value))
  return { frames, done, cancel, steps: () => steps }
}

it('what one slice is enough for is done at once', () => {
  const { frames, done } = scene(1)
  expect([done, frames.isAwaited]).toEqual([['all'], false])
})

it('of what takes longer each frame has a slice, and the end a frame of its own', () => {
  const { frames, done, steps } = scene(5)
  const seen: [number, number][] = [[steps(), done.length]]
  while (frames.isAwaited) {
    frames.draw()
    seen.push([steps(), done.length])
  }
  expect(seen).toEqual([
    [2, 0],
    [5, 0],
    [8, 0],
    [10, 0],
    [10, 1],
  ])
})

it('what is given up comes to nothing', () => {
  const { frames, done, cancel, steps } = scene(5)
  frames.draw()
  cancel()
  expect([frames.drawAll(), done, steps()]).toEqual([0, [], 5])
})

it('all of it can be done at once', () => {
  function* work(): Generator<undefined, number> {
    yield
    yield
    return 3
  }
  expect(atOnce(work())).toBe(3)
})
