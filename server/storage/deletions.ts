/**
 * The Yjs update (V1) if it takes something away, or else null. What it deletes comes last in it, and a number that lib0 writes ends in 0
 * only when it is 0: nothing is deleted then.
 */
export function ifDeleting<Update extends Uint8Array>(update: Update): Update | null {
  return update.at(-1) === 0 ? null : update
}
