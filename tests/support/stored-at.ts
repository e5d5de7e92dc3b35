import { expect } from 'vitest'

/** The answer for what the log holds now, at or before `sequence`, whatever the log's mark is there. */
export function storedAt(sequence: number) {
  return { ok: true, sequence, mark: expect.any(Number) }
}
