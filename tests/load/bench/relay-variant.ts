import type { Bench } from './bench-setting.ts'
import type { Sample, Variant } from './comparison.ts'
import type { RelayMeasures } from './jobs/relay-job.ts'
import { load } from './load.ts'
import { ServerProcess } from './server-process.ts'
import type { System } from './systems.ts'

const SECONDS = 10
/** Until V8 has compiled what runs all the time: a room of 50 seems to cost a third more after 4 seconds than after 20. */
const WARM_UP_SECONDS = 15
/** Joins, and whatever is under way at the end. */
const LIMIT_MS = 180_000

export interface RelayShape {
  readonly documents: number
  readonly editors: number
  /** Updates a second, of each editor. */
  readonly rate: number
}

/** People who type in documents, at a constant rate. */
export function relayVariant(bench: Bench, name: string, shape: RelayShape): Variant {
  const seconds = bench.seconds ?? SECONDS
  const warmUpSeconds = bench.warmUpSeconds ?? WARM_UP_SECONDS
  return {
    name,
    setting: { ...shape, seconds, warmUpSeconds },
    compared: ['us each'],
    measure: async (system) => sampleOf(await measureRelay(bench, system, { ...shape, seconds, warmUpSeconds })),
  }
}

export async function measureRelay(
  bench: Bench,
  system: System,
  shape: RelayShape & { readonly seconds: number; readonly warmUpSeconds: number },
): Promise<RelayMeasures> {
  const server = await ServerProcess.start(system.program, bench.pin)
  try {
    const { url, pid } = server
    const acknowledges = system.acknowledges !== 'never'
    const limitMs = LIMIT_MS + (shape.seconds + shape.warmUpSeconds) * 2000
    const measures = await load(
      { kind: 'relay', system: system.name, url, pid, acknowledges, ...shape },
      bench.pin,
      limitMs,
    )
    // A profile is written by a server that is stopped.
    if (system.name === 'weft' && bench.profileFolder !== null) await server.stop('SIGTERM')
    return measures
  } finally {
    await server.remove()
  }
}

function sampleOf(measured: RelayMeasures): Sample {
  const { relayMs, acknowledgementMs, lateMs, missing, duplicated, unacknowledged, converged, wrong } = measured
  return {
    figures: {
      'us each': measured.microsecondsEach,
      'relay p50': relayMs?.p50 ?? null,
      'relay p95': relayMs?.p95 ?? null,
      'relay p99': relayMs?.p99 ?? null,
      'ack p50': acknowledgementMs?.p50 ?? null,
      'ack p95': acknowledgementMs?.p95 ?? null,
      'ack p99': acknowledgementMs?.p99 ?? null,
      'server use': measured.cpuMs / 1000 / measured.seconds,
      'peak MB': measured.peakBytes / 2 ** 20,
      'bytes each': measured.bytes / measured.deliveries,
      deliveries: measured.deliveries,
      missing,
      'load use': measured.loadUse,
      'load late p99': lateMs?.p99 ?? null,
    },
    wrong: [
      ...(missing > 0 ? [`${missing} updates are missing`] : []),
      ...(duplicated > 0 ? [`${duplicated} updates came twice`] : []),
      ...(unacknowledged > 0 ? [`${unacknowledged} updates are not acknowledged`] : []),
      ...(converged ? [] : ['not everybody holds the same text']),
      ...wrong,
    ],
  }
}
