import type { ItemReference } from './items.ts'

/**
 * The items that are there only for small copies of the picture: those, what they are put together of, and what says how transparent
 * they are. What is needed for anything else is none of them, whatever else is said of it.
 */
export function smallCopies(items: Iterable<number>, primary: number, references: readonly ItemReference[]): number[] {
  const needs = new Map<number, number[]>()
  const need = (item: number, other: number): void => {
    const others = needs.get(item)
    if (others === undefined) needs.set(item, [other])
    else others.push(other)
  }
  for (const { kind, from, to } of references) {
    for (const item of to) {
      if (kind === 'dimg') need(from, item)
      else if (kind === 'auxl') need(item, from)
    }
  }
  const small = withNeeds(
    references.filter(({ kind }) => kind === 'thmb').map(({ from }) => from),
    needs,
  )
  const others = withNeeds([primary, ...[...items].filter((item) => !small.has(item))], needs)
  return [...small].filter((item) => !others.has(item))
}

function withNeeds(items: readonly number[], needs: ReadonlyMap<number, readonly number[]>): Set<number> {
  const found = new Set(items)
  // A set that grows while it is walked is walked to its new end.
  for (const item of found) for (const other of needs.get(item) ?? []) found.add(other)
  return found
}
