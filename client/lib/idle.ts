import { systemClock } from './clock.ts'

/** Calls `work` once when the browser has nothing better to do, where it cannot tell after `elseMs`; the returned function cancels it. */
export function whenIdle(work: () => void, elseMs: number): () => void {
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'undefined') return systemClock.after(elseMs, work)
  const handle = requestIdleCallback(work)
  return () => cancelIdleCallback(handle)
}
