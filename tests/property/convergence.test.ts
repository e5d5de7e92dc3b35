import { describe, expect, it } from 'vitest'
import { runScenario } from '../support/simulation/scenario.ts'

/** How many worlds an ordinary run lives through. */
const ORDINARY = 150

/** Worlds in which something went wrong once. */
const ONCE_FAILED: readonly number[] = [4, 145, 195, 4212, 2_000_323, 10_000_105, 42_005_589, 700_006_387]

/** `SEED=17` runs one world, `SEEDS=1000-2000` runs those. */
function seeds(): number[] {
  const { SEED, SEEDS } = process.env
  if (SEED !== undefined) return [Number(SEED)]
  const [first = 1, last = ORDINARY] = SEEDS?.split('-').map(Number) ?? []
  const range = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  return SEEDS === undefined ? [...ONCE_FAILED, ...range] : range
}

describe('clients, a server and everything that can go wrong between them', () => {
  it('end equal, with everything that was called saved in the log, once', { timeout: 3_600_000 }, async () => {
    const failures: string[] = []
    for (const seed of seeds()) {
      try {
        await runScenario(seed)
      } catch (failure) {
        failures.push(failure instanceof Error ? failure.message : String(failure))
        if (failures.length === 5) break
      }
    }
    expect(failures.join('\n\n')).toBe('')
  })
})
