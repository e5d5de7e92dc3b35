import type { Extension } from '@codemirror/state'
import { type BlockInfo, EditorView } from '@codemirror/view'

/** So often at most: the second time nearly everything around is measured. */
const MAX_TRIES = 4

/**
 * Scrolls to so many pixels into the line at `at`. How high lines are is a guess until they are drawn, which they are once one is
 * there; so it looks again then. Not for while the view is updated.
 */
export function scrollInto(view: EditorView, at: number, pixels: (line: BlockInfo) => number): void {
  const { scrollDOM } = view
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const line = view.lineBlockAt(at)
    const top = Math.max(0, line.top + pixels(line) + view.documentPadding.top)
    if (Math.abs(scrollDOM.scrollTop - top) < 1) return
    scrollDOM.scrollTop = top
    // To read a place measures what was asked to be measured.
    view.requestMeasure()
    view.elementAtHeight(0)
  }
}

/** The same for what CodeMirror brings into sight: where it scrolls far it does so again in the frames after it, until nothing moves. */
export function settledScroll(): Extension {
  let tries = 0
  let before = 0
  return EditorView.scrollHandler.of((view, range, options) => {
    const { scrollTop } = view.scrollDOM
    const isSettled = tries === 0 ? isInSight(view, range.head) : scrollTop === before
    tries = isSettled || tries === MAX_TRIES ? 0 : tries + 1
    before = scrollTop
    if (tries > 0) requestAnimationFrame(() => view.dispatch({ effects: EditorView.scrollIntoView(range, options) }))
    return false
  })
}

function isInSight(view: EditorView, at: number): boolean {
  const { scrollTop, clientHeight } = view.scrollDOM
  const { top, bottom } = view.lineBlockAt(at)
  const { top: padding } = view.documentPadding
  return bottom + padding > scrollTop && top + padding < scrollTop + clientHeight
}
