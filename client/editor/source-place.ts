import type { EditorView } from '@codemirror/view'
import { scrollInto } from './settled-scroll.ts'

/** Where one is in the text, by lines from 0; between two it is a fraction. */
export interface SourcePlace {
  /** The line at the top of the window; of a text that is hidden, the one that was there. Null when it never was in sight. */
  topLine(): number | null
  /** The line of the cursor, between two where it is not at the beginning; null when one does not write, or the line is not in sight. */
  caretLine(): number | null
  /** Brings a line to the top, and leaves cursor and focus where they are. */
  scrollTo(line: number): void
  /** Puts the cursor at the beginning of a line, in sight, and takes the focus. */
  goTo(line: number): void
  /** The line in which position `at` is. */
  lineAt(at: number): number
  /** Where a line begins; of one past the end, where the last does. */
  startOf(line: number): number
  /** Ticks the box at `at`, or takes the tick away: one step of the person's own, to be undone like any other. */
  tick(at: number, checked: boolean): void
  /** Called when the text is scrolled. The returned function ends it. */
  onScroll(listener: () => void): () => void
  /** Called when somebody may have written, or moved the cursor. The returned function ends it. */
  onCaret(listener: () => void): () => void
  /** Called when pointer or keys are at work in the text. The returned function ends it. */
  onActive(listener: () => void): () => void
}

/** `scrolledTo`: as `EditorPlace.scrollTop`, or null when the text never was in sight. */
export function sourcePlace(view: EditorView, scrolledTo: () => number | null): SourcePlace {
  const { scrollDOM } = view
  const lineAt = (number: number) => view.state.doc.line(Math.min(view.state.doc.lines, Math.max(1, number + 1)))
  return {
    topLine() {
      const scrollTop = scrolledTo()
      if (scrollTop === null) return null
      const height = scrollTop - view.documentPadding.top
      const block = view.lineBlockAtHeight(Math.max(0, height))
      const share = block.height === 0 ? 0 : (height - block.top) / block.height
      return view.state.doc.lineAt(block.from).number - 1 + Math.min(1, Math.max(0, share))
    },
    caretLine() {
      const { head } = view.state.selection.main
      const { top, bottom } = view.lineBlockAt(head)
      const scrolled = scrollDOM.scrollTop - view.documentPadding.top
      if (!view.hasFocus || bottom <= scrolled || top >= scrolled + scrollDOM.clientHeight) return null
      const line = view.state.doc.lineAt(head)
      return line.number - 1 + (head - line.from) / (line.length + 1)
    },
    scrollTo(line) {
      // What was hidden goes back to where it was first.
      scrolledTo()
      // Above the first line there is room, which belongs to it.
      if (line <= 0) scrollInto(view, 0, () => -Infinity)
      else scrollInto(view, lineAt(Math.floor(line)).from, ({ height }) => (line - Math.floor(line)) * height)
    },
    goTo(line) {
      scrolledTo()
      view.dispatch({ selection: { anchor: lineAt(line).from }, scrollIntoView: true })
      view.focus()
    },
    lineAt: (at) => view.state.doc.lineAt(Math.min(view.state.doc.length, Math.max(0, at))).number - 1,
    startOf: (line) => lineAt(line).from,
    tick(at, checked) {
      if (view.state.readOnly || !/^\[[ xX]\]$/.test(view.state.sliceDoc(at, at + 3))) return
      const changes = { from: at + 1, to: at + 2, insert: checked ? 'x' : ' ' }
      view.dispatch({ changes, userEvent: 'input.task' })
    },
    onScroll: (listener) => listenTo(scrollDOM, ['scroll'], listener),
    onCaret: (listener) => listenTo(view.dom, ['input', 'keyup', 'pointerup'], listener),
    onActive: (listener) => listenTo(view.dom, ['wheel', 'pointerdown', 'touchstart', 'keydown'], listener),
  }
}

function listenTo(element: HTMLElement, types: readonly string[], listener: () => void): () => void {
  for (const type of types) element.addEventListener(type, listener, { passive: true, capture: true })
  return () => {
    for (const type of types) element.removeEventListener(type, listener, { capture: true })
  }
}
