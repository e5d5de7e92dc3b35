import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { optionsText } from '../option-texts.ts'
import type { Clock } from '../lib/clock.ts'
import { packageVersion } from '../lib/package-root.ts'
import { StorageError } from '../storage/storage.ts'
import { BACKUP } from './backup.ts'
import { type Call, type Command, CommandError, EXIT, UsageError } from './command.ts'
import { DOCTOR } from './doctor.ts'
import { DOCUMENT } from './document.ts'
import { RESTORE } from './restore.ts'
import type { Terminal } from './terminal.ts'
import { USER } from './user.ts'
import { VERIFY } from './verify.ts'

const COMMANDS: readonly Command[] = [BACKUP, RESTORE, VERIFY, DOCTOR, USER, DOCUMENT]

interface Surroundings {
  readonly terminal: Terminal
  readonly clock: Clock
  /** Called once when a command begins that a signal may cut short: aborted, with the reason, when one comes. */
  readonly interruptible: () => AbortSignal
}

/**
 * Does what the arguments (those after the program's name) ask for. Resolves to the exit status, or to null when the server
 * now runs. What an operator can mend is told in one line; anything else is a bug, and is thrown.
 */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number | null> {
  const { terminal } = surroundings
  const [name = 'start', ...rest] = args
  let interrupted: AbortSignal | null = null
  try {
    const single = rest.length === 0
    if (single && ['--help', '-h', 'help'].includes(name)) return print(terminal, helpText())
    if (single && name === '--version') return print(terminal, packageVersion())
    if (name === 'help') return await runCommand([...rest, '--help'], surroundings)
    if (name === 'start') {
      if (single) return await start()
      if (isHelp(rest)) return print(terminal, startHelpText())
      throw new UsageError(`unknown argument ${rest[0] ?? ''}; weft start --help shows what there is`)
    }
    const command = COMMANDS.find((each) => each.name === name)
    if (command === undefined) {
      const unknown = name === '--help' || name === '-h' ? rest[0] : name
      throw new UsageError(`unknown argument ${unknown ?? ''}; --help shows what there is`)
    }
    if (isHelp(rest)) return print(terminal, commandHelpText(command))
    const call = readCall(command, rest, surroundings)
    interrupted = call.interrupted
    return await command.run(call)
  } catch (error) {
    // What an interruption broke is no news.
    if (interrupted?.aborted === true) return complain(terminal, interrupted.reason as Error, EXIT.failed)
    if (error instanceof UsageError || error instanceof ConfigError) return complain(terminal, error, EXIT.usage)
    if (error instanceof CommandError || error instanceof StorageError) return complain(terminal, error, EXIT.failed)
    // What a command meets on disks and in folders is for the operator to mend; the server says its own.
    if (interrupted !== null && isSystemError(error)) return complain(terminal, error, EXIT.failed)
    throw error
  }
}

async function start(): Promise<null> {
  const config = readConfig()
  // Only now: the other commands need neither pages nor sockets, and should not wait for these to load.
  const { serve } = await import('./serve.ts')
  await serve(config)
  return null
}

function readCall(command: Command, args: readonly string[], { terminal, clock, interruptible }: Surroundings): Call {
  const more = `weft ${command.name} --help shows what there is`
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options: command.flags, allowPositionals: true, strict: true })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new UsageError(`${error.message.split('. ')[0] ?? ''}; ${more}`, { cause: error })
  }
  const { least, most, name } = command.operands
  const { positionals, values } = parsed
  if (positionals.length < least) throw new UsageError(`${name} is missing; ${more}`)
  if (positionals.length > most) throw new UsageError(`unknown argument ${positionals[most] ?? ''}; ${more}`)
  return { operands: positionals, flags: values, config: readConfig, terminal, clock, interrupted: interruptible() }
}

/** What the operating system refused; its message names the path, when there is one. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}

function isHelp(args: readonly string[]): boolean {
  return args.length === 1 && (args[0] === '--help' || args[0] === '-h')
}

function print(terminal: Terminal, text: string): number {
  terminal.say(text)
  return EXIT.ok
}

function complain(terminal: Terminal, error: Error, status: number): number {
  terminal.note(`weft: ${error.message}`)
  return status
}

function helpText(): string {
  const rows = [{ name: 'start', summary: 'Starts the server; so does weft alone.' }, ...COMMANDS]
  const commands = rows.map(({ name, summary }) => `  weft ${name.padEnd(9)}${summary}`)
  return `Weft, a collaborative document editor.

${commands.join('\n')}

weft COMMAND --help tells more about one; weft --version tells the version. The status is 0 when it
was done, 1 when it could not be done or problems were found, 2 when an argument or a setting cannot
be used.

${environmentText()}`
}

function startHelpText(): string {
  return `weft start

Starts the server, until SIGTERM or SIGINT stops it: what has arrived is then stored and
acknowledged first. The status is 0 after such a stop, 1 when it cannot start or go on, 2 when a
setting cannot be used.

${environmentText()}`
}

function commandHelpText({ help, statuses }: Command): string {
  const exits = Object.entries(EXIT).map(([key, status]) => `  ${status}  ${statuses[key as keyof typeof EXIT]}`)
  return `${help}\n\nExit status:\n${exits.join('\n')}\n  130  interrupted (SIGINT), 143 (SIGTERM)`
}

function environmentText(): string {
  return `Settings are environment variables, the same for every command:\n\n${optionsText()}`
}
