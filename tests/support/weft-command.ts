import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What `npx weft` runs in a clone. */
const PROGRAM = fileURLToPath(new URL('../../bin/weft.js', import.meta.url))
const TIMEOUT_MS = 60_000

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built `weft` as a process. `env` is laid over this process's; `stdout` is an open file, or else a pipe. */
export function startWeft(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdout: number | 'pipe' = 'pipe',
): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'pipe'],
    timeout: TIMEOUT_MS,
  })
}

/** Runs `weft` to its end. */
export async function weft(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = startWeft(args, env)
  if (child.stdout === null || child.stderr === null) throw new Error('the program has no output')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, stdout, stderr }
}
