import type { IncomingMessage } from 'node:http'
import { pino, stdSerializers, type Logger as PinoLogger } from 'pino'

/**
 * Structured logs: one JSON object a line, or a readable line on a terminal. Written are ids, paths and counts; never
 * cookies, tokens, keys, query strings or what people wrote.
 */
export type Logger = PinoLogger

/** Names of fields whose values are secrets, wherever somebody puts them. */
const SECRET_FIELDS = ['cookie', 'set-cookie', 'authorization', 'auth', 'token', 'key', 'secret', 'password']

/** `*` stands for one level; deeper structures are not logged. */
const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) =>
  ['', '*', '*.*'].map((parent) => (parent === '' ? `["${field}"]` : `${parent}["${field}"]`)),
)

interface LogOptions {
  /** The least important level written; `silent` writes nothing. */
  readonly level: string
  /** Takes whole lines; standard output unless given. */
  readonly destination?: { write(line: string): void }
}

export function createLog({ level, destination = standardOutput() }: LogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: stdSerializers.err, req: describeRequest, request: describeRequest },
    },
    destination,
  )
}

/** The path of a URL as the log has it: without the query, in which secrets travel. */
export function loggedPath(url: string | undefined): string {
  return (url ?? '').split(/[?#]/, 1)[0] ?? ''
}

function describeRequest(request: IncomingMessage): { method: string | undefined; path: string } {
  return { method: request.method, path: loggedPath(request.url) }
}

function standardOutput(): { write(line: string): void } {
  return process.stdout.isTTY ? { write: (line) => process.stdout.write(readableLine(line)) } : pino.destination(1)
}

/** One JSON line of the log for a person at a terminal. */
export function readableLine(json: string): string {
  const { level, time, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>
  const said = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : ''
  const words = [String(time).slice(11, 19), level === 'info' ? '' : level, msg, ...said]
  return `${words.filter((word) => word !== undefined && word !== '').join(' ')}${stack}\n`
}
