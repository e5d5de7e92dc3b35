import type { Extension, SelectionRange, StateEffect } from '@codemirror/state'
import { type BlockInfo, EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { systemClock } from '../lib/clock.ts'

/** So often at most: the second time nearly everything around is measured. */
const MAX_TRIES = 4
/** Of more text than that, put in at once, all heights are guessed, also of what seems to be in sight. */
const MUCH_TEXT = 2_000
/** By then so much text is read, and what was drawn before that has the height of headings and code. */
const READ_MS = 400

/**
 * Scrolls to so many pixels into the line at `at`. How high lines are is a guess until they are drawn, which they are once one is
 * there; so it looks again then. Not for while the view is updated.
 */
export function scrollInto(view: EditorView, at: number, pixels: (line: BlockInfo) => number): void {
  const { scrollDOM } = view
  view.plugin(settling)?.giveUp()
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const line = view.lineBlockAt(at)
    const top = Math.max(0, line.top + pixels(line) + view.documentPadding.top)
    if (Math.abs(scrollDOM.scrollTop - top) < 1) return
    const before = scrollDOM.scrollTop
    scrollDOM.scrollTop = top
    // At the end there is no more to scroll, and with what is hidden nothing.
    if (scrollDOM.scrollTop === before) return
    // To read a place measures what was asked to be measured.
    view.requestMeasure()
    view.elementAtHeight(0)
  }
}

type ScrollOptions = NonNullable<Parameters<typeof EditorView.scrollIntoView>[1]>

interface Pending {
  range: SelectionRange
  readonly tries: number
  /** Where it was before. */
  readonly before: number
  readonly frame: number
  /** CodeMirror was told to scroll again, which it does in the next frame. */
  isAsked: boolean
  isGivenUp: boolean
}

type SettledView = Pick<EditorView, 'scrollDOM' | 'lineBlockAt' | 'documentPadding'> & {
  dispatch(spec: { effects: StateEffect<unknown> }): void
}

/** The person's own scrolling begins with one of these. */
const HANDS = ['wheel', 'touchmove', 'pointerdown']

/** Scrolls there again in the frames after it, until nothing moves or somebody wants to be somewhere else. */
export class SettledScroll implements PluginValue {
  readonly #view: SettledView
  #pending: Pending | null = null
  #isGuessed = false
  /** Where to look once more when what was put in is read. */
  #late: { range: SelectionRange; readonly cancel: () => void } | null = null

  constructor(view: SettledView) {
    this.#view = view
    for (const type of HANDS) view.scrollDOM.addEventListener(type, this.giveUp, { passive: true, capture: true })
  }

  update({ docChanged, changes }: Pick<ViewUpdate, 'docChanged' | 'changes'>): void {
    if (!docChanged) return
    if (this.#pending !== null) this.#pending.range = this.#pending.range.map(changes)
    if (this.#late !== null) this.#late.range = this.#late.range.map(changes)
    if (changes.newLength - changes.length > MUCH_TEXT) this.#isGuessed = true
  }

  destroy(): void {
    this.#forget()
    this.#forgetLate()
    for (const type of HANDS) this.#view.scrollDOM.removeEventListener(type, this.giveUp, { capture: true })
  }

  /** What is scrolled to now: the same as before, or something else. True when it was given up, and must not be scrolled to. */
  follow(range: SelectionRange, options: ScrollOptions): boolean {
    const { scrollTop } = this.#view.scrollDOM
    const last = this.#pending?.range.eq(range) === true ? this.#pending : null
    const isKnown = !this.#isGuessed && isInSight(this.#view, range.head)
    const isSettled = last === null ? isKnown : scrollTop === last.before
    if (last === null) this.#forgetLate()
    if (this.#isGuessed) this.#late = { range, cancel: systemClock.after(READ_MS, () => this.#lookOnceMore(options)) }
    this.#isGuessed = false
    this.#forget()
    if (last?.isGivenUp === true) return true
    const tries = (last?.tries ?? 0) + 1
    if (isSettled || tries > MAX_TRIES) return false
    const frame = requestAnimationFrame(() => this.#repeat(options))
    this.#pending = { range, tries, before: scrollTop, frame, isAsked: false, isGivenUp: false }
    return false
  }

  readonly giveUp = (): void => {
    this.#forgetLate()
    if (this.#pending?.isAsked === true) this.#pending.isGivenUp = true
    else this.#forget()
  }

  #forget(): void {
    if (this.#pending !== null) cancelAnimationFrame(this.#pending.frame)
    this.#pending = null
  }

  #forgetLate(): void {
    this.#late?.cancel()
    this.#late = null
  }

  #lookOnceMore(options: ScrollOptions): void {
    const range = this.#late?.range
    this.#late = null
    if (range !== undefined) this.#view.dispatch({ effects: EditorView.scrollIntoView(range, options) })
  }

  #repeat(options: ScrollOptions): void {
    if (this.#pending === null) return
    this.#pending.isAsked = true
    this.#view.dispatch({ effects: EditorView.scrollIntoView(this.#pending.range, options) })
  }
}

const settling = ViewPlugin.fromClass(SettledScroll)

/** The same for what CodeMirror brings into sight. */
export function settledScroll(): Extension {
  return [
    settling,
    EditorView.scrollHandler.of((view, range, options) => view.plugin(settling)?.follow(range, options) ?? false),
  ]
}

function isInSight(view: SettledView, at: number): boolean {
  const { scrollTop, clientHeight } = view.scrollDOM
  const { top, bottom } = view.lineBlockAt(at)
  const { top: padding } = view.documentPadding
  return bottom + padding > scrollTop && top + padding < scrollTop + clientHeight
}
