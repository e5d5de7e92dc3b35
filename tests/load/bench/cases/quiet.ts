import type { Bench } from '../bench-setting.ts'
import type { Variant } from '../comparison.ts'
import { relayVariant } from '../relay-variant.ts'

/** Two people in a document, each of whom types once a second: nothing to wait for, so nothing may be waited for. */
export function quiet(bench: Bench): Variant[] {
  const longer = { ...bench, seconds: bench.seconds ?? 60 }
  return [{ ...relayVariant(longer, '2 editors, 1/s each', { documents: 1, editors: 2, rate: 1 }), compared: QUIET }]
}

const QUIET = ['relay p50', 'relay p99', 'ack p50', 'ack p99']
