/** The document `d` that `sqlite-kills.test.ts` makes and `sqlite-child.ts` is killed over: update n is n bytes of n. */
export const LAST = 150

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

export const UPDATES = Array.from({ length: LAST }, (_, index) => filled(index + 1, index + 1))

const snapshotAt = (sequence: number) => ({
  sequence,
  bytes: filled(6000, sequence),
  stateVector: filled(9, sequence),
  structs: sequence,
})

export const FIRST_SNAPSHOT = snapshotAt(5)
export const NEXT_SNAPSHOT = snapshotAt(LAST - 10)
export const REBASE = {
  snapshot: snapshotAt(LAST),
  quarantined: [3, 100].map((sequence) => ({ sequence, reason: 'it spoils the text' })),
  at: 7,
}
