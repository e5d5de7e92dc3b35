import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface CommandResult {
  readonly status: number
  /** The last line of its standard output: one JSON object. */
  readonly result: Readonly<Record<string, unknown>>
  /** Its standard error: progress, and how it is used. */
  readonly said: string
}

/** Runs one of the programs in `tests/load` from source, as its npm script does. */
export async function runCommand(program: string, ...options: string[]): Promise<CommandResult> {
  const path = fileURLToPath(new URL(`../load/${program}`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...options], { stdio: 'pipe' })
  let output = ''
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [status] = (await once(child, 'close')) as [number]
  const last = output.trim().split('\n').at(-1) ?? ''
  return { status, result: last === '' ? {} : (JSON.parse(last) as Record<string, unknown>), said }
}
