import type { TextChange } from './messages.ts'

/** Changes that are further apart, in code units, are not looked at as one. */
const NEAR_LENGTH = 20_000
/** To look at each of more costs as much as all that is between them. */
const MAX_GROUPS = 8

/** Where `at` is after `changes`, one after the other; null when what stood there is gone. */
export function placeAfter(at: number, changes: readonly TextChange[]): number | null {
  let now = at
  for (const { at: from, remove, insert } of changes) {
    if (now >= from + remove) now += insert.length - remove
    else if (now >= from) return null
  }
  return now
}

/** In groups: all that is between changes is read again, so what people write far from each other is taken in one after the other. */
export function nearEachOther(changes: readonly TextChange[]): readonly TextChange[][] {
  const groups: TextChange[][] = []
  for (const change of changes) {
    const group = groups.at(-1)
    if (group !== undefined && Math.abs(change.at - (group.at(-1)?.at ?? 0)) < NEAR_LENGTH) group.push(change)
    else groups.push([change])
  }
  return groups.length > MAX_GROUPS ? [[...changes]] : groups
}
