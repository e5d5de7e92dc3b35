const FIRST_MS = 500
const CAP_MS = 10_000

/**
 * How long to wait after the failure of attempt `attempt` (from 0), in milliseconds: exponential with full jitter, so that
 * everybody who lost the same server comes back spread out. `jitter` is a random number in [0, 1).
 */
export function backoffMs(attempt: number, jitter: number): number {
  return Math.round(Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt, 30)) * jitter)
}

/**
 * How long to wait before trying again what was refused `attempt` times in a row before, in milliseconds. Where the server
 * says how long (`retryAfterMs`), that and up to half as much again, so that those it slows do not all come back at once.
 */
export function retryDelayMs(retryAfterMs: number | undefined, attempt: number, jitter: number): number {
  if (retryAfterMs === undefined) return backoffMs(attempt, jitter)
  return Math.round(retryAfterMs + Math.max(100, retryAfterMs / 2) * jitter)
}
