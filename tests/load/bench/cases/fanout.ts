import type { Bench } from '../bench-setting.ts'
import type { Variant } from '../comparison.ts'
import { relayVariant } from '../relay-variant.ts'

const RATE = 5

/** One document, and more and more people who write in it. */
export function fanout(bench: Bench, editors: readonly number[]): Variant[] {
  return editors.map((count) => relayVariant(bench, `${count} editors`, { documents: 1, editors: count, rate: RATE }))
}
