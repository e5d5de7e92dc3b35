import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SHAPES } from './cases/many.ts'
import { SYSTEM_NAMES, type SystemName } from './system-name.ts'
import { findTrace } from './trace-updates.ts'

export const CASE_NAMES = ['fanout', 'many', 'quiet', 'open', 'idle', 'crash', 'saturate'] as const
export type CaseName = (typeof CASE_NAMES)[number]

export const USAGE = `Usage: npm run bench -- CASE [options]
       npm run bench -- picture FILE    draws docs/performance.svg from what fanout wrote to stdout

Cases:
  fanout     one document x 10, 50, 100, 200 editors, 5 updates/s each
  many       50 documents x 10 editors at 5/s; 500 x 2 at 1/s
  quiet      one document x 2 editors, 1/s each: how long an update and its acknowledgement take
  open       a long trace: written edit by edit, on disk, first opened after a restart, opened again; many such documents
  idle       2,000 connections on which nothing happens, 10 to a document
  crash      200 updates in a second, SIGKILL when all are acknowledged, restart: what is there
  saturate   100 editors, more and more, until p99 is over 250 ms

Options:
  --runs N           of each system, one after the other and then again (default: 3)
  --only NAMES       of ${SYSTEM_NAMES.join(', ')} (default: all)
  --seconds N        that count in each run (default: what the case finds right)
  --warm-up N        seconds of the same before them (default: 15; saturate: 2)
  --editors LIST     fanout: numbers of editors
  --shape LIST       many: 50x10, 500x2
  --trace FILE       open: an editing trace of one author (default: automerge-paper.json.gz in the folder WEFT_TRACES)
  --edits N          open: only the first edits of the trace
  --documents N      open: how many such documents (default: 50)
  --connections N    idle: (default: 2000)
  --profile DIR      CPU profiles of the Weft server's threads
  --no-pin           leave it to the system which core runs what
`

export interface Options {
  readonly name: CaseName
  readonly runs: number
  readonly systems: readonly SystemName[]
  readonly seconds: number | null
  readonly warmUpSeconds: number | null
  readonly editors: readonly number[]
  readonly shapes: readonly string[]
  /** '' when the case needs none. */
  readonly trace: string
  readonly edits: number | null
  readonly documents: number
  readonly connections: number
  readonly profileFolder: string | null
  readonly pins: boolean
}

/** Throws an Error whose message says what cannot be used. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '3' },
      only: { type: 'string', default: SYSTEM_NAMES.join(',') },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      editors: { type: 'string', default: '10,50,100,200' },
      shape: { type: 'string', default: '50x10,500x2' },
      trace: { type: 'string' },
      edits: { type: 'string' },
      documents: { type: 'string', default: '50' },
      connections: { type: 'string', default: '2000' },
      profile: { type: 'string' },
      'no-pin': { type: 'boolean', default: false },
    },
  })
  const [name = '', ...others] = positionals
  if (others.length > 0) throw new RangeError(`unknown argument ${others.join(' ')}`)
  const caseName = oneOf(CASE_NAMES, 'CASE', name)
  return {
    name: caseName,
    runs: whole('--runs', values.runs),
    systems: values.only.split(',').map((system) => oneOf(SYSTEM_NAMES, '--only', system)),
    seconds: values.seconds === undefined ? null : whole('--seconds', values.seconds),
    warmUpSeconds: values['warm-up'] === undefined ? null : whole('--warm-up', values['warm-up']),
    editors: values.editors.split(',').map((count) => whole('--editors', count, 2)),
    shapes: values.shape.split(',').map((shape) => oneOf(Object.keys(SHAPES), '--shape', shape)),
    trace: caseName === 'open' ? findTrace(values.trace ?? null) : '',
    edits: values.edits === undefined ? null : whole('--edits', values.edits),
    documents: whole('--documents', values.documents),
    connections: whole('--connections', values.connections),
    profileFolder: values.profile === undefined ? null : resolve(values.profile),
    pins: !values['no-pin'],
  }
}

function whole(name: string, text: string, least = 1): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${name} must be whole, from ${least}, not ${text}`)
  return value
}

function oneOf<Name extends string>(names: readonly Name[], what: string, text: string): Name {
  const found = names.find((name) => name === text)
  if (found === undefined) throw new RangeError(`${what} must be of ${names.join(', ')}, not ${text || 'nothing'}`)
  return found
}
