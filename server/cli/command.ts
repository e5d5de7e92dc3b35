import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../config.ts'
import type { Clock } from '../lib/clock.ts'
import type { Terminal } from './terminal.ts'

/** Statuses the program exits with, beside 128 and the signal's number when a signal ended it. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const

/** One thing that `weft` can do to a data folder. */
export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  /** What `weft NAME --help` prints, but for the statuses. */
  readonly help: string
  /** What each status of `EXIT` means here. */
  readonly statuses: Readonly<Record<keyof typeof EXIT, string>>
  readonly flags: NonNullable<ParseArgsConfig['options']>
  /** How many operands there may be. */
  readonly operands: { readonly least: number; readonly most: number; readonly name: string }
  /**
   * Resolves to the exit status. Rejects with a CommandError, a UsageError or a StorageError for what the operator can mend,
   * and when `interrupted` is aborted with that reason; either way nothing half done is left behind.
   */
  run(call: Call): Promise<number>
}

export interface Call {
  readonly operands: readonly string[]
  readonly flags: Flags
  /** Throws a ConfigError. */
  readonly config: () => Config
  readonly terminal: Terminal
  readonly clock: Clock
  readonly interrupted: AbortSignal
}

export type Flags = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** It cannot be done as things are; the message says why, and what to do. Exits 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** It was not asked for rightly. Exits 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
