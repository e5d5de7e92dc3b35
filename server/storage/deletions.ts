/**
 * Whether a Yjs update (V1) takes something away. What it deletes comes last in it, and a number that lib0 writes ends in 0 only when it
 * is 0: nothing is deleted then.
 */
export function deletesSomething(update: Uint8Array): boolean {
  return update.at(-1) !== 0
}
