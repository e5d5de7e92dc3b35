import { type Happenings, runScenario } from '../../support/simulation/scenario.ts'

/** What one world came to. */
export interface WorldEnd {
  readonly seed: number
  readonly happened: Happenings
  /** What went wrong, and what happened last; null when all was well. */
  readonly failure: string | null
}

// One process of `simulate.ts`: worlds cannot share one, since each takes over Yjs's clientIDs.
process.on('message', (seed: number) => {
  void runScenario(seed)
    .then((happened): WorldEnd => ({ seed, happened, failure: null }))
    .catch((error: unknown): WorldEnd => {
      return { seed, happened: {}, failure: error instanceof Error ? error.message : String(error) }
    })
    .then((end) => process.send?.(end))
})
