/** Time as a parameter: the only file under `server/` that reads the real clock. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
  /** Calls `callback` once after `delayMs`; the returned function cancels it. A waiting timer never keeps the process alive. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
