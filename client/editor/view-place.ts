import * as Y from 'yjs'
import type { ViewPlace } from '../../shared/document/client-state.ts'
import type { CursorState } from '../../shared/document/presence.ts'
import { absolutePosition } from './absolute-position.ts'

/** Positions and lines of one text, both from 0. */
export interface Lines {
  lineAt(at: number): number
  startOf(line: number): number
}

/** What is at the top of a view, so that it is the same text for somebody else. `line` may be between two. Costs a walk over the text's items. */
export function viewPlace(text: Y.Text, lines: Lines, line: number): ViewPlace {
  const whole = Math.max(0, Math.floor(line))
  const position = Y.createRelativePositionFromTypeIndex(text, Math.min(text.length, lines.startOf(whole)))
  return { line: Y.relativePositionToJSON(position), share: Math.min(1, Math.max(0, line - whole)) }
}

/** The line at the top of that view, in the text as it is here; null when what stood there has not arrived or is gone. */
export function lineOfView(text: Y.Text, lines: Lines, { line, share }: ViewPlace): number | null {
  const at = absolutePosition(text, Y.createRelativePositionFromJSON(line))
  return at === null ? null : lines.lineAt(at) + share
}

/** The line in which somebody's cursor is; null when that is not known here. */
export function lineOfCursor(text: Y.Text, lines: Lines, cursor: NonNullable<CursorState['cursor']>): number | null {
  const at = absolutePosition(text, Y.createRelativePositionFromJSON(cursor.head))
  return at === null ? null : lines.lineAt(at)
}
