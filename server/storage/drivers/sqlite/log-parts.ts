import { Damage } from './damage.ts'
import type { Direction, LogRow } from './log-row.ts'
import { type PlaceRead, markAfter } from './mark-chain.ts'
import type { SqliteHistory } from './sqlite-history.ts'
import type { SqliteJournal } from './sqlite-journal.ts'
import type { SqliteTail } from './sqlite-tail.ts'

interface LogPartSources {
  readonly history: SqliteHistory
  readonly tail: SqliteTail
  readonly journal: SqliteJournal
  /** The mark at a sequence, null when it cannot be told. */
  markAt(key: number, sequence: number): number | null
}

/** The update of this sequence, which is in the log, and some that stand beside it; checked against their marks. Throws `Damage`. */
export function rowsBeside(
  sources: LogPartSources,
  key: number,
  sequence: number,
  direction: Direction,
): readonly LogRow[] {
  const rows = piece(sources, key, sequence, direction)
  return rows.filter((row) => (direction === 'back' ? row.sequence <= sequence : row.sequence >= sequence))
}

function piece(sources: LogPartSources, key: number, sequence: number, direction: Direction): readonly LogRow[] {
  const { history, tail, journal } = sources
  const packed = history.around(key, sequence)
  if (packed.length > 0) return packed
  const stored = tail.beside(key, sequence, direction)
  // All of the journal is in memory, and no more than a commit beyond its own limit.
  const rows = stored.length > 0 ? stored : journal.between(key, 1, Infinity)
  const [start] = rows
  if (start === undefined || start.sequence > sequence) throw new Damage(`update ${sequence} is missing`)
  const before: PlaceRead = { sequence: start.sequence - 1, mark: sources.markAt(key, start.sequence - 1) }
  markAfter(before, rows)
  return rows
}
