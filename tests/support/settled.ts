import { setImmediate as turn } from 'node:timers/promises'

/** Bytes of a file are read by another thread, and come after a few turns. */
const TURNS = 20

/** Resolves when everything has gone on that waits for nothing else. */
export async function settled(): Promise<void> {
  for (let count = 0; count < TURNS; count++) await turn()
}
