import type { ChangeDesc, Transaction } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'

/** What CodeMirror keeps to itself, in pixels: its next measuring leaves the text at `scrollAnchorPos` where it was. */
interface Anchor {
  readonly scrollOffset: number
  /** -1: the end of the text. */
  scrollAnchorPos: number
  /** -1 once it was measured. */
  scrollAnchorHeight: number
}

/**
 * How a view is updated so that what one looks at stays where it is, whatever happens above it. CodeMirror measures once a frame, and
 * then scrolls by as much as the text moved in the last update: of several in one frame, such as somebody's edit and where their
 * cursor is now, it forgets all but that one. Here what was to stay before the first of them is what stays.
 */
export function inPlace(): (transactions: readonly Transaction[], view: EditorView) => void {
  /** What stayed last, and how far below the edge: a browser rounds what it scrolls by, and line after line that would add up. */
  let held = { at: -1, below: 0 }
  return (transactions, view) => {
    const map = (at: number): number => transactions.reduce((to, { changes }) => mapped(to, changes), at)
    const { scrollAnchorPos, scrollAnchorHeight } = anchorOf(view)
    view.update(transactions)
    const anchor = anchorOf(view)
    if (scrollAnchorHeight >= 0) {
      anchor.scrollAnchorPos = map(scrollAnchorPos)
      anchor.scrollAnchorHeight = scrollAnchorHeight
    }
    const now = { at: anchor.scrollAnchorPos, below: anchor.scrollAnchorHeight - anchor.scrollOffset }
    const isHeld = map(held.at) === now.at && Math.abs(held.below - now.below) < 1
    held = { at: now.at, below: isHeld ? held.below : now.below }
    anchor.scrollAnchorHeight = anchor.scrollOffset + held.below
  }
}

function mapped(at: number, changes: ChangeDesc): number {
  return at < 0 ? at : changes.mapPos(at, -1)
}

function anchorOf(view: EditorView): Anchor {
  return (view as unknown as { readonly viewState: Anchor }).viewState
}
