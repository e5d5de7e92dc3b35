import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SqliteDatabase } from '../../../server/storage/drivers/sqlite/sqlite-database.ts'
import { probe } from '../../support/probed-server.ts'
import type { ServerProcess } from '../../support/test-server.ts'

const MIB = 1024 * 1024

/** A server at one moment; memory after a forced collection. */
export interface Sample {
  readonly minutes: number
  readonly edits: number
  readonly rssMb: number
  readonly heapMb: number
  /** Open file descriptors. */
  readonly handles: number
  readonly threads: number
  readonly databaseMb: number
  readonly walMb: number
  /** Of all documents, the longest log that is not folded yet, in updates. */
  readonly longestTail: number
  readonly largestSnapshotKb: number
}

export async function takeSample(server: ServerProcess, minutes: number, edits: number): Promise<Sample> {
  const { rss, heapUsed } = await probe(server, { collect: true })
  const file = join(server.dataDirectory, 'weft.db')
  const process = `/proc/${server.pid}`
  return {
    minutes: rounded(minutes),
    edits,
    rssMb: rounded(rss / MIB),
    heapMb: rounded(heapUsed / MIB),
    handles: (await readdir(`${process}/fd`)).length,
    threads: (await readdir(`${process}/task`)).length,
    databaseMb: rounded(await megabytes(file)),
    walMb: rounded(await megabytes(`${file}-wal`)),
    ...readLogs(file),
  }
}

function readLogs(file: string): Pick<Sample, 'longestTail' | 'largestSnapshotKb'> {
  const database = new SqliteDatabase(file, { readOnly: true })
  try {
    const tail = database.prepare<{ rows: number }>(
      'SELECT sum(last_sequence - first_sequence + 1) AS rows FROM tail_segments GROUP BY document ORDER BY rows DESC',
    )
    const snapshot = database.prepare<{ bytes: number | null }>('SELECT max(length(bytes)) AS bytes FROM snapshots')
    return { longestTail: tail.get()?.rows ?? 0, largestSnapshotKb: rounded((snapshot.get()?.bytes ?? 0) / 1024) }
  } finally {
    database.close()
  }
}

async function megabytes(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size / MIB,
    () => 0,
  )
}

/** What must stay level: how much more in the second half than in the first is growth, as a share and beyond that slack. */
const LEVEL = {
  rssMb: { share: 0.25, slack: 60 },
  heapMb: { share: 0.25, slack: 10 },
  handles: { share: 0.25, slack: 20 },
  threads: { share: 0, slack: 4 },
  walMb: { share: 0.25, slack: 64 },
  longestTail: { share: 0.5, slack: 2000 },
} as const

/** Halves of fewer samples than this say nothing. */
const MIN_SAMPLES = 12

export interface Trend {
  /** For each, what is typical of the first and of the second half. */
  readonly levels: Readonly<Record<string, readonly [number, number]>>
  /** Of the whole run; memory in MB an hour. */
  readonly rssMbPerHour: number
  readonly heapMbPerHour: number
  readonly databaseMbPer100kEdits: number
  /** What grew; empty when nothing did, or the run was too short to tell. */
  readonly grew: readonly string[]
}

export function trendOf(samples: readonly Sample[]): Trend {
  // The first fifth is warming up: code is compiled, caches fill.
  const warm = samples.slice(Math.floor(samples.length / 5))
  const half = Math.floor(warm.length / 2)
  const levels: Record<string, [number, number]> = {}
  const grew: string[] = []
  for (const [name, { share, slack }] of Object.entries(LEVEL) as [
    keyof typeof LEVEL,
    { share: number; slack: number },
  ][]) {
    const [before, after] = [median(warm.slice(0, half), name), median(warm.slice(half), name)]
    levels[name] = [before, after]
    if (samples.length >= MIN_SAMPLES && after > before * (1 + share) + slack) grew.push(name)
  }
  const perHour = (name: 'rssMb' | 'heapMb'): number => rounded(slope(warm, 'minutes', name) * 60)
  return {
    levels,
    rssMbPerHour: perHour('rssMb'),
    heapMbPerHour: perHour('heapMb'),
    databaseMbPer100kEdits: rounded(slope(warm, 'edits', 'databaseMb') * 100_000),
    grew,
  }
}

function median(samples: readonly Sample[], name: keyof Sample): number {
  const sorted = samples.map((sample) => sample[name]).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Of the line that lies best in the samples. */
function slope(samples: readonly Sample[], along: keyof Sample, name: keyof Sample): number {
  const mean = (key: keyof Sample): number => samples.reduce((sum, sample) => sum + sample[key], 0) / samples.length
  const [x, y] = [mean(along), mean(name)]
  const above = samples.reduce((sum, sample) => sum + (sample[along] - x) * (sample[name] - y), 0)
  const below = samples.reduce((sum, sample) => sum + (sample[along] - x) ** 2, 0)
  return below === 0 ? 0 : above / below
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
