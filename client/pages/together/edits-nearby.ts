import { type TextOperation, TextPlaces } from '../../../shared/document/text-places.ts'
import type { Replica } from '../../sync/session.ts'

/** Nearer than this, in UTF-16 code units, somebody writes where one is writing. */
const NEAR = 200

type TextEvent = Parameters<Parameters<Replica['text']['observe']>[0]>[0]

/**
 * The clients who wrote what an event brought near `at`: others may have written elsewhere in the same transaction. Who only deletes is not
 * known. `authorOf` tells whose the sign at a position is.
 */
export function authorsNear(
  delta: readonly TextOperation[],
  at: number,
  authorOf: (position: number) => number | null,
): readonly number[] {
  const authors = new Set<number>()
  let position = 0
  for (const { retain = 0, insert } of delta) {
    position += retain
    if (typeof insert !== 'string') continue
    const end = position + insert.length
    if (at >= position - NEAR && at <= end + NEAR) {
      const from = Math.min(Math.max(position, at - NEAR), end - 1)
      for (let sign = from; sign < Math.min(end, Math.max(from, at + NEAR) + 1); sign++) {
        const author = authorOf(sign)
        if (author !== null) authors.add(author)
      }
    }
    position = end
  }
  return [...authors]
}

/** Calls `onEdit` with who wrote near one's cursor. The returned function ends it. */
export function watchEditsNearby(
  text: Replica['text'],
  cursor: () => number | null,
  onEdit: (clients: readonly number[]) => void,
): () => void {
  const observe = (event: TextEvent): void => {
    if (event.transaction.local) return
    const at = cursor()
    if (at === null) return
    const places = TextPlaces.of(text)
    const clients = authorsNear(places.deltaOf(event), at, (sign) => places.positionAt(sign).item?.client ?? null)
    if (clients.length > 0) onEdit(clients)
  }
  text.observe(observe)
  return () => text.unobserve(observe)
}
