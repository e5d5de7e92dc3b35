import { type TextOperation, TextPlaces } from '../../../shared/document/text-places.ts'
import type { Replica } from '../../sync/session.ts'

/** Nearer than this, in UTF-16 code units, somebody writes where one is writing. */
const NEAR = 200

type TextEvent = Parameters<Parameters<Replica['text']['observe']>[0]>[0]

/** Whether what an event changed is near `at`, a position in the text after it. */
export function isNear(delta: readonly TextOperation[], at: number): boolean {
  let position = 0
  for (const { retain = 0, insert } of delta) {
    position += retain
    if (retain > 0 && insert === undefined) continue
    const end = position + (typeof insert === 'string' ? insert.length : 0)
    if (at >= position - NEAR && at <= end + NEAR) return true
    position = end
  }
  return false
}

/** The clients that an event's transaction brought text of. Who only deletes is not known. */
export function authorsOf({ transaction }: TextEvent): readonly number[] {
  const { beforeState, afterState } = transaction
  return [...afterState].filter(([client, clock]) => clock > (beforeState.get(client) ?? 0)).map(([client]) => client)
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
    if (at !== null && isNear(TextPlaces.of(text).deltaOf(event), at)) onEdit(authorsOf(event))
  }
  text.observe(observe)
  return () => text.unobserve(observe)
}
