import type { Clock } from './clock.ts'
import type { NextFrame } from './next-frame.ts'

/** Long work goes on for so long before a frame may be drawn: with that frame it stays far below what is felt as a stop. */
export const SLICE_MS = 12

export interface Pace {
  readonly clock: Clock
  readonly nextFrame: NextFrame
  /** A slice ends with the first step after so long. */
  readonly sliceMs: number
}

/**
 * Does `work` step by step, one slice a frame. `done` is called with what it comes to: before this returns when one slice is
 * enough, else in a frame of its own. The returned function gives the work up.
 */
export function inSlices<Value>(
  work: Iterator<unknown, Value>,
  { clock, nextFrame, sliceMs }: Pace,
  done: (value: Value) => void,
): () => void {
  let cancel: (() => void) | null = null
  const go = (isFirst: boolean): void => {
    const end = clock.now() + sliceMs
    do {
      const step = work.next()
      if (step.done === true) {
        if (isFirst) done(step.value)
        else cancel = nextFrame(() => done(step.value))
        return
      }
    } while (clock.now() < end)
    cancel = nextFrame(() => go(false))
  }
  go(true)
  return () => cancel?.()
}

/** Does all of `work` now. */
export function atOnce<Value>(work: Iterator<unknown, Value>): Value {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
