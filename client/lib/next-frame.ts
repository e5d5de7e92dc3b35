import { systemClock } from './clock.ts'

/** Frames as a parameter: calls `callback` once, and never at once; the returned function cancels it. */
export type NextFrame = (callback: () => void) => () => void

/** Longer than a frame lasts; a page that nobody looks at draws none. */
const LATE_MS = 100

/** With the next frame; when the page is hidden or left, that may be the last moment it has; where nothing is drawn, soon. */
export const nextFrame: NextFrame = (callback) => {
  const ended = new AbortController()
  const run = (): void => {
    ended.abort()
    callback()
  }
  const { signal } = ended
  signal.addEventListener('abort', systemClock.after(LATE_MS, run))
  if (typeof window !== 'undefined') {
    if (document.hidden) queueMicrotask(() => signal.aborted || run())
    const frame = requestAnimationFrame(run)
    signal.addEventListener('abort', () => cancelAnimationFrame(frame))
    window.addEventListener('pagehide', run, { signal })
    document.addEventListener('visibilitychange', run, { signal })
  }
  return () => ended.abort()
}
