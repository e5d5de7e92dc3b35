import type { Bench } from '../bench-setting.ts'
import type { Figures, Sample, Variant } from '../comparison.ts'
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
async function ramp(
  bench: Bench,
  system: System,
  times: { readonly seconds: number; readonly warmUpSeconds: number },
): Promise<Sample> {
  let figures: Figures = {}
  for (let step = 0; step < MAX_STEPS; step++) {
    const shape = shapeAt(step)
    const measured = await measureRelay(bench, system, { ...shape, ...times })
    const perSecond = measured.deliveries / measured.seconds
    const p99 = measured.relayMs?.p99 ?? Number.POSITIVE_INFINITY
    const isLoadSpent = measured.loadUse > MAX_LOAD_USE
    bench.say(
      `  ${system.name}, ${shape.editors} editors at ${shape.rate}/s: ${Math.round(perSecond)} deliveries/s, ` +
        `p99 ${Math.round(p99)} ms, server ${(measured.cpuMs / 1000 / measured.seconds).toFixed(2)}, load ${measured.loadUse.toFixed(2)}`,
    )
    // Past its limit a system may lose what it likes; before, nothing may be missing.
    if (p99 > LIMIT_P99_MS || measured.missing > 0)
      return { figures: { ...figures, 'ended by load': Number(isLoadSpent) }, wrong: [] }
    if (measured.wrong.length > 0) return { figures, wrong: measured.wrong }
    figures = {
      'deliveries/s': perSecond,
      'us each': measured.microsecondsEach,
      'relay p50': measured.relayMs?.p50 ?? null,
      'relay p99': p99,
      'server use': measured.cpuMs / 1000 / measured.seconds,
      'load use': measured.loadUse,
      'peak MB': measured.peakBytes / 2 ** 20,
    }
    if (isLoadSpent) return { figures: { ...figures, 'ended by load': 1 }, wrong: [] }
  }
  return { figures, wrong: [] }
}

/** The rate grows until no editor may send more; then their number does, by as much in deliveries. */
function shapeAt(step: number): RelayShape {
  const rate = FIRST_RATE * STEP ** step
  if (rate <= MAX_RATE) return { documents: 1, editors: EDITORS, rate: Math.round(rate) }
  const deliveries = EDITORS * (EDITORS - 1) * rate
  return { documents: 1, editors: Math.ceil(Math.sqrt(deliveries / MAX_RATE)), rate: MAX_RATE }
}
