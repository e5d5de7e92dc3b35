import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SYSTEM_NAMES, type SystemName } from './system-name.ts'

export const CASE_NAMES = ['fanout', 'many', 'quiet'] as const
export type CaseName = (typeof CASE_NAMES)[number]

export const USAGE = `Usage: npm run bench -- CASE [options]
       npm run bench -- picture FILE

Cases:
  fanout     one document x 10, 50, 100, 200 editors, 5 updates/s each
  many       50 documents x 10 editors at 5/s; 500 x 2 at 1/s
  quiet      one document x 2 editors, 1/s each: how long an update and its acknowledgement take

Options:
  --runs N           of each system, one after the other and then again (default: 3)
  --only NAMES       of ${SYSTEM_NAMES.join(', ')} (default: all)
  --seconds N        that count in each run (default: what the case finds right)
  --warm-up N        seconds of the same before them (default: 4)
  --editors LIST     fanout: numbers of editors
  --shape LIST       many: 50x10, 500x2
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
      profile: { type: 'string' },
      'no-pin': { type: 'boolean', default: false },
    },
  })
  const [name = '', ...others] = positionals
  if (others.length > 0) throw new RangeError(`unknown argument ${others.join(' ')}`)
  return {
    name: oneOf(CASE_NAMES, 'CASE', name),
    runs: whole('--runs', values.runs),
    systems: values.only.split(',').map((system) => oneOf(SYSTEM_NAMES, '--only', system)),
    seconds: values.seconds === undefined ? null : whole('--seconds', values.seconds),
    warmUpSeconds: values['warm-up'] === undefined ? null : whole('--warm-up', values['warm-up']),
    editors: values.editors.split(',').map((count) => whole('--editors', count, 2)),
    shapes: values.shape.split(','),
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
