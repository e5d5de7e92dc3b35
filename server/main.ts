#!/usr/bin/env node
import { constants } from 'node:os'
import { runCommand } from './cli/commands.ts'
import { systemClock } from './lib/clock.ts'
import { Terminal } from './cli/terminal.ts'

/**
 * The process. Its exit status is the command's, or 128 and the signal's number when a signal cut a command short. While the
 * server runs it handles signals itself.
 */
const interrupt = new AbortController()
const terminal = new Terminal(process.stdout, process.stderr, systemClock)
const status = await runCommand(process.argv.slice(2), {
  terminal,
  clock: systemClock,
  interruptible: () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.exitCode = 128 + constants.signals[signal]
        interrupt.abort(new Error(`stopped by ${signal}`))
      })
    }
    return interrupt.signal
  },
})
if (status !== null && !interrupt.signal.aborted) process.exitCode = status
