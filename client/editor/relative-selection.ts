import { EditorSelection, type SelectionRange } from '@codemirror/state'
import * as Y from 'yjs'
import type { CursorState } from '../../shared/document/presence.ts'
import { TextPlaces } from '../../shared/document/text-places.ts'
import { absolutePosition } from './absolute-position.ts'

/** A selection that stays with the text it was made on, whatever is typed around it. */
export interface RelativeSelection {
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
}

/** `range` counts in the text as it is now. */
export function relativeSelection(text: Y.Text, range: SelectionRange): RelativeSelection {
  const places = TextPlaces.of(text)
  const anchor = places.positionAt(range.anchor)
  return { anchor, head: range.empty ? anchor : places.positionAt(range.head) }
}

export function sameRelativeSelection(a: RelativeSelection | null, b: RelativeSelection | null): boolean {
  if (a === null || b === null) return a === b
  return Y.compareRelativePositions(a.anchor, b.anchor) && Y.compareRelativePositions(a.head, b.head)
}

/** Where `selection` is now; null when the text it was made on has not arrived yet or is gone for good. */
export function absoluteSelection(text: Y.Text, selection: RelativeSelection): SelectionRange | null {
  const anchor = absolutePosition(text, selection.anchor)
  const head = Y.compareRelativePositions(selection.anchor, selection.head)
    ? anchor
    : absolutePosition(text, selection.head)
  return anchor === null || head === null ? null : EditorSelection.range(anchor, head)
}

export function encodeSelection(selection: RelativeSelection): NonNullable<CursorState['cursor']> {
  return { anchor: Y.relativePositionToJSON(selection.anchor), head: Y.relativePositionToJSON(selection.head) }
}

export function decodeSelection(cursor: NonNullable<CursorState['cursor']>): RelativeSelection {
  return {
    anchor: Y.createRelativePositionFromJSON(cursor.anchor),
    head: Y.createRelativePositionFromJSON(cursor.head),
  }
}
