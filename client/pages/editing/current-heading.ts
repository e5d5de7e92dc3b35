import type { Heading } from '../../editor/text-facts.ts'

/** A heading is read as soon as it is this near the top, in lines. */
const NEAR = 1

/** The index of the heading under which the line stands; -1 above the first. */
export function currentHeading(headings: readonly Heading[], topLine: number): number {
  return headings.findLastIndex(({ line }) => line <= topLine + NEAR)
}
