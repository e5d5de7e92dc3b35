import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/**
 * An editing trace: what real people typed, key by key. Both formats of the public collection josephg/editing-traces, plain
 * or gzipped JSON. A sequential trace is read as a concurrent one of a single agent.
 */
export interface Trace {
  readonly startContent: string
  /** The text after every edit, as the trace says it must be. */
  readonly endContent: string
  readonly agents: number
  readonly transactions: readonly TraceTransaction[]
  /** Patches in all transactions. */
  readonly edits: number
}

export interface TraceTransaction {
  readonly agent: number
  readonly patches: readonly Patch[]
  /** For each agent, how many of its transactions this one builds on. */
  readonly version: readonly number[]
}

/** Position and number of deleted characters in Unicode code points, then the inserted text. */
export type Patch = readonly [position: number, deleted: number, inserted: string]

interface TraceFile {
  readonly kind?: string
  readonly startContent?: string
  readonly endContent: string
  readonly numAgents?: number
  readonly txns: readonly {
    readonly patches: readonly Patch[]
    readonly agent?: number
    readonly parents?: readonly number[]
  }[]
}

/** Throws an Error that says what is wrong with the file. */
export function readTrace(path: string): Trace {
  const bytes = readFileSync(path)
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const file = JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString('utf8')) as TraceFile
  if (typeof file.endContent !== 'string' || !Array.isArray(file.txns))
    throw new Error(`${path} is not an editing trace`)
  const agents = file.kind === 'concurrent' ? (file.numAgents ?? 1) : 1
  const counts = Array.from({ length: agents }, () => 0)
  /** What each transaction's author had after it. */
  const after: number[][] = []
  const transactions = file.txns.map(({ patches, agent = 0, parents }, index): TraceTransaction => {
    const version = Array.from({ length: agents }, () => 0)
    for (const parent of parents ?? (index === 0 ? [] : [index - 1])) {
      for (const [other, count] of (after[parent] ?? []).entries())
        version[other] = Math.max(version[other] ?? 0, count)
    }
    counts[agent] = (counts[agent] ?? 0) + 1
    after.push(version.map((count, other) => (other === agent ? (counts[agent] ?? 0) : count)))
    return { agent, patches, version }
  })
  return {
    startContent: file.startContent ?? '',
    endContent: file.endContent,
    agents,
    transactions,
    edits: transactions.reduce((sum, { patches }) => sum + patches.length, 0),
  }
}

/** Whether a position in code points differs anywhere from one in UTF-16 code units. */
export function hasAstralCharacters(trace: Trace): boolean {
  const astral = /[\u{10000}-\u{10ffff}]/u
  return (
    astral.test(trace.startContent) ||
    trace.transactions.some(({ patches }) => patches.some(([, , inserted]) => astral.test(inserted)))
  )
}

/** How many UTF-16 code units the first `count` code points after `from` take. */
export function utf16Length(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  return at - from
}
