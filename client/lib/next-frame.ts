import { systemClock } from './clock.ts'

/** Frames as a parameter: calls `callback` once, behind the next frame and never at once; the returned function cancels it. */
export type NextFrame = (callback: () => void) => () => void

/** Longer than a frame lasts; a page that nobody looks at draws none. */
const LATE_MS = 100

const waiting = new Set<() => void>()
let listensTo: Window | null = null

/**
 * Once the next frame is drawn, so that it waits for nothing of this. When the page is hidden or left, that may be the last moment it
 * has; where nothing is drawn, soon.
 */
export const nextFrame: NextFrame = (callback) => {
  let frame: number | null = null
  let cancelTask: (() => void) | null = null
  const cancel = (): void => {
    waiting.delete(run)
    cancelLate()
    cancelTask?.()
    if (frame !== null) cancelAnimationFrame(frame)
  }
  const run = (): void => {
    cancel()
    callback()
  }
  waiting.add(run)
  const cancelLate = systemClock.after(LATE_MS, run)
  if (typeof window !== 'undefined') {
    if (document.hidden) queueMicrotask(() => waiting.has(run) && run())
    frame = requestAnimationFrame(() => (cancelTask = systemClock.after(0, run)))
    listen()
  }
  return cancel
}

/** Once for all: with each key something waits. */
function listen(): void {
  if (listensTo === window) return
  listensTo = window
  window.addEventListener('pagehide', runAll)
  document.addEventListener('visibilitychange', runAll)
}

function runAll(): void {
  const all = Array.from(waiting)
  for (const run of all) {
    // One may call another off; and what is wrong with one must not keep the others from the last moment that they have.
    if (!waiting.has(run)) continue
    try {
      run()
    } catch (error) {
      reportError(error)
    }
  }
}
