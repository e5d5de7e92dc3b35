const FIRST_MS = 500
const CAP_MS = 10_000

/**
 * How long to wait after the failure of attempt `attempt` (from 0), in milliseconds: exponential with full jitter, so that
 * everybody who lost the same server comes back spread out. `jitter` is a random number in [0, 1).
 */
export function backoffMs(attempt: number, jitter: number): number {
  return Math.round(Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt, 30)) * jitter)
}
