import type { SearchQuery } from '@codemirror/search'
import { type ChangeDesc, type EditorState, MapMode } from '@codemirror/state'

/** More are not counted: nobody goes through them one by one. */
export const MAX_MATCHES = 1000

/** So much of a text is searched in one step, in UTF-16 code units: a millisecond or two. */
const STEP_LENGTH = 50_000

export interface Match {
  readonly from: number
  readonly to: number
}

export interface Matches {
  /** Where they begin, in order. */
  readonly starts: readonly number[]
  /** There are others, somewhere. */
  readonly isMore: boolean
}

/**
 * Finds what is searched for, step by step, since a text can be too long for one task: from `origin` to the end, and then what is
 * before it. `onFirst` is called once, with the first on this way.
 */
export function* findMatches(
  query: SearchQuery,
  state: EditorState,
  origin: number,
  onFirst: (match: Match) => void,
): Generator<void, Matches> {
  const after: number[] = []
  const before: number[] = []
  const { length } = state.doc
  /** Where the last of those ends that begin before the caret. */
  let lastEnd = 0
  // What is empty, as the end of a line is, can also be found behind all of the text.
  for (const [found, start, end] of [[after, origin, length + 1] as const, [before, 0, origin] as const]) {
    let from = beginningOf(state, start)
    while (from < end) {
      const stepEnd = endOfStep(state, from, end)
      for (const match of matchesWithin(query, state, from, stepEnd)) {
        from = match.to
        // It begins before the caret, and is found on the other way.
        if (match.from < start) continue
        if (after.length + before.length === MAX_MATCHES) return { starts: [...before, ...after], isMore: true }
        if (after.length + before.length === 0) onFirst(match)
        found.push(match.from)
        if (found === before) lastEnd = match.to
      }
      from = Math.max(from, stepEnd)
      yield
    }
  }
  return { starts: [...before, ...after.filter((at) => at >= lastEnd)], isMore: false }
}

/** Where they are after `changes`, without those that are not there any more. Which came with the changes only reading tells. */
export function matchesAfter({ starts, isMore }: Matches, changes: ChangeDesc): Matches {
  const moved = starts.map((start) => changes.mapPos(start, 1, MapMode.TrackAfter)).filter((start) => start !== null)
  return { starts: moved, isMore }
}

/** From there on is found what would be found from the beginning on, unless the line is long. */
function beginningOf(state: EditorState, at: number): number {
  const { from } = state.doc.lineAt(at)
  return at - from < STEP_LENGTH ? from : at
}

/** At the end of a line, unless that is far: what is searched for seldom goes over it. */
function endOfStep(state: EditorState, from: number, end: number): number {
  const near = from + STEP_LENGTH
  if (near >= end) return end
  const { to } = state.doc.lineAt(near)
  return Math.min(to - near < STEP_LENGTH ? to + 1 : near, end)
}

/** Those that begin before `end`. */
function* matchesWithin(query: SearchQuery, state: EditorState, from: number, end: number): Generator<Match> {
  // What begins here may end behind it.
  const reach = query.regexp ? STEP_LENGTH : query.search.length
  const cursor = query.getCursor(state, from, Math.min(end + reach, state.doc.length))
  for (let step = cursor.next(); step.done !== true; step = cursor.next()) {
    if (step.value.from >= end) return
    yield step.value
  }
}
