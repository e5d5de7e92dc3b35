import type { Pin } from './pinning.ts'
import type { System } from './systems.ts'

/** What every case is run with. */
export interface Bench {
  readonly systems: readonly System[]
  /** Of each system in each variant. */
  readonly runs: number
  /** How long it counts, and how long before that the same is done for nothing; null for what the case finds right. */
  readonly seconds: number | null
  readonly warmUpSeconds: number | null
  readonly pin: Pin
  readonly profileFolder: string | null
  /** Progress, for people. */
  say(line: string): void
}
