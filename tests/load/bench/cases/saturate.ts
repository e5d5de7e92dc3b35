import type { Bench } from '../bench-setting.ts'
import type { Figures, Sample, Variant } from '../comparison.ts'
import type { RelayMeasures } from '../jobs/relay-job.ts'
import { type RelayShape, measureRelay } from '../relay-variant.ts'
import type { System } from '../systems.ts'

const SECONDS = 5
const WARM_UP_SECONDS = 2
const EDITORS = 100
/** Within what Weft takes from one connection; beyond, there are more editors instead. */
const MAX_RATE = 80
const FIRST_RATE = 5
const STEP = 1.5
const LIMIT_P99_MS = 250
/** The load has no more to give. */
const MAX_LOAD_USE = 0.95
const MAX_STEPS = 14

/** More and more, until an update takes too long: how much one core can deliver. */
export function saturate(bench: Bench): Variant[] {
  const seconds = bench.seconds ?? SECONDS
  const warmUpSeconds = bench.warmUpSeconds ?? WARM_UP_SECONDS
  return [
    {
      name: `one document, more and more, until p99 is over ${LIMIT_P99_MS} ms`,
      setting: { editors: EDITORS, rate: FIRST_RATE, step: STEP, maxRate: MAX_RATE, seconds, warmUpSeconds },
      compared: ['us each'],
      measure: (system) => ramp(bench, system, { seconds, warmUpSeconds }),
    },
  ]
}

/** The figures are those of the last step that was within the limit. */
async function ramp(bench: Bench, system: System, times: Times): Promise<Sample> {
  let figures: Figures = {}
  for (let step = 0; step < MAX_STEPS; step++) {
    const shape = shapeAt(step)
    let measured = await attempt(bench, system, shape, times)
    // Whatever else the machine had to do must not be what ends it.
    if (!isWithin(measured)) measured = await attempt(bench, system, shape, times)
    const endedBy = measured.loadUse > MAX_LOAD_USE ? 'load' : 'server'
    // Past its limit a system may lose what it likes; before, nothing may be wrong.
    if (!isWithin(measured)) return { figures: { ...figures, 'load spent': Number(endedBy === 'load') }, wrong: [] }
    figures = {
      'deliveries/s': measured.deliveries / measured.seconds,
      'us each': measured.microsecondsEach,
      'relay p50': measured.relayMs?.p50 ?? null,
      'relay p99': measured.relayMs?.p99 ?? null,
      'server use': measured.cpuMs / 1000 / measured.seconds,
      'load use': measured.loadUse,
      'peak MB': measured.peakBytes / 2 ** 20,
    }
    if (measured.wrong.length > 0) return { figures, wrong: measured.wrong }
    if (endedBy === 'load') return { figures: { ...figures, 'load spent': 1 }, wrong: [] }
  }
  return { figures, wrong: [] }
}

interface Times {
  readonly seconds: number
  readonly warmUpSeconds: number
}

async function attempt(bench: Bench, system: System, shape: RelayShape, times: Times): Promise<RelayMeasures> {
  const measured = await measureRelay(bench, system, { ...shape, ...times })
  const { deliveries, seconds, cpuMs, loadUse, relayMs } = measured
  bench.say(
    `  ${system.name}, ${shape.editors} editors at ${shape.rate}/s: ${Math.round(deliveries / seconds)} deliveries/s, ` +
      `p99 ${Math.round(relayMs?.p99 ?? Number.NaN)} ms, server ${(cpuMs / 1000 / seconds).toFixed(2)}, load ${loadUse.toFixed(2)}`,
  )
  return measured
}

function isWithin({ relayMs, missing }: RelayMeasures): boolean {
  return missing === 0 && relayMs !== null && relayMs.p99 <= LIMIT_P99_MS
}

/** The rate grows until no editor may send more; then their number does, by as much in deliveries. */
function shapeAt(step: number): RelayShape {
  const rate = FIRST_RATE * STEP ** step
  if (rate <= MAX_RATE) return { documents: 1, editors: EDITORS, rate: Math.round(rate) }
  const deliveries = EDITORS * (EDITORS - 1) * rate
  return { documents: 1, editors: Math.ceil(Math.sqrt(deliveries / MAX_RATE)), rate: MAX_RATE }
}
