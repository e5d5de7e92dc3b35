import type { Extension } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import { wordsOf } from '../words/words.ts'
import { writing } from '../words/en/writing.ts'
import { type Gap, type Lines, linesAt, moveLines } from './move-lines.ts'

const words = wordsOf('writing', writing)

/** A hand that shakes has not begun to drag. */
const SLACK_PX = 4
/** So near the window's edge the text scrolls on. */
const EDGE_PX = 40
/** In each frame, at most. */
const SCROLL_PX = 16

interface Drag {
  readonly pointer: number
  readonly startY: number
  readonly text: string
  lines: Lines
  gap: Gap | null
  /** Where the pointer is, in the window. */
  y: number
  isMoving: boolean
}

/** In pixels of what is scrolled; null for what is not shown. */
interface Places {
  readonly start: number
  readonly top: number | null
  readonly height: number
  readonly gap: number | null
}

const moving = Decoration.line({ class: 'cm-line-moving' })

/**
 * A handle beside the line under the pointer, or beside the cursor's where one has fingers: drags the line, its block, or the lines that
 * are selected to another place. What others write meanwhile moves both places along. The keys for it are commands.
 */
class LineHandle implements PluginValue {
  decorations: DecorationSet = Decoration.none
  readonly #view: EditorView
  readonly #handle = document.createElement('div')
  readonly #mark = document.createElement('div')
  /** Fingers do not hover. */
  readonly #fingers = window.matchMedia('(pointer: coarse)')
  #at: number | null = null
  #drag: Drag | null = null
  #frame: number | null = null

  constructor(view: EditorView) {
    this.#view = view
    this.#handle.className = 'cm-line-handle'
    this.#handle.title = words.dragLines
    this.#handle.setAttribute('aria-hidden', 'true')
    this.#mark.className = 'cm-line-gap'
    this.#handle.hidden = this.#mark.hidden = true
    view.scrollDOM.append(this.#handle, this.#mark)
    view.scrollDOM.addEventListener('pointermove', this.#hover)
    view.scrollDOM.addEventListener('pointerleave', this.#leave)
    this.#handle.addEventListener('pointerdown', this.#begin)
    this.#handle.addEventListener('pointermove', this.#move)
    this.#handle.addEventListener('pointerup', this.#drop)
    this.#handle.addEventListener('pointercancel', this.#cancel)
  }

  update({ docChanged, selectionSet, focusChanged, geometryChanged, changes, state, view }: ViewUpdate): void {
    const drag = this.#drag
    if (drag !== null) {
      if (docChanged) {
        drag.lines = { from: changes.mapPos(drag.lines.from, -1), to: changes.mapPos(drag.lines.to, 1) }
        if (drag.gap !== null) drag.gap = { ...drag.gap, line: changes.mapPos(drag.gap.line, 1) }
      }
      // Somebody has taken the lines away, or one may not write any more.
      if (state.readOnly || (drag.lines.from === drag.lines.to && drag.text !== '')) queueMicrotask(this.#cancel)
      if (docChanged || geometryChanged) this.#measure()
      this.decorations = drag.isMoving ? this.#marked() : Decoration.none
      return
    }
    this.decorations = Decoration.none
    if (this.#fingers.matches) {
      if (docChanged || selectionSet || focusChanged || geometryChanged)
        this.#show(view.hasFocus ? state.selection.main.head : null)
    } else if (docChanged || state.readOnly) {
      // Who writes looks at the text.
      this.#show(null)
    }
  }

  destroy(): void {
    this.#end()
    const { scrollDOM } = this.#view
    scrollDOM.removeEventListener('pointermove', this.#hover)
    scrollDOM.removeEventListener('pointerleave', this.#leave)
    this.#handle.remove()
    this.#mark.remove()
  }

  readonly #hover = ({ pointerType, clientY, buttons }: PointerEvent): void => {
    if (pointerType !== 'mouse' || buttons !== 0 || this.#drag !== null) return
    this.#show(this.#lineAt(clientY).from)
  }

  readonly #leave = (): void => {
    if (this.#drag === null && !this.#fingers.matches) this.#show(null)
  }

  #lineAt(clientY: number): ReturnType<EditorView['lineBlockAtHeight']> {
    return this.#view.lineBlockAtHeight(clientY - this.#view.documentTop)
  }

  #show(at: number | null): void {
    const next = at === null || this.#view.state.readOnly ? null : this.#view.state.doc.lineAt(at).from
    if (next === this.#at && next === null) return
    this.#at = next
    this.#measure()
  }

  #measure(): void {
    this.#view.requestMeasure({ key: this, read: () => this.#places(), write: (places) => this.#place(places) })
  }

  #places(): Places {
    const view = this.#view
    const { scrollDOM, contentDOM, documentTop } = view
    const frame = scrollDOM.getBoundingClientRect()
    const content = contentDOM.getBoundingClientRect()
    const isLtr = getComputedStyle(scrollDOM).direction === 'ltr'
    const offset = documentTop - frame.top + scrollDOM.scrollTop
    const block = this.#at === null || this.#at > view.state.doc.length ? null : view.lineBlockAt(this.#at)
    const gap = this.#drag?.isMoving === true ? this.#drag.gap : null
    const beside = gap === null ? null : view.lineBlockAt(gap.line)
    return {
      start: isLtr ? content.left - frame.left : frame.right - content.right,
      top: block === null ? null : block.top + offset,
      height: block === null ? 0 : Math.min(block.height, view.defaultLineHeight * 1.6),
      gap: gap === null || beside === null ? null : (gap.isBehind ? beside.bottom : beside.top) + offset,
    }
  }

  #place({ start, top, height, gap }: Places): void {
    this.#handle.hidden = top === null
    this.#mark.hidden = gap === null
    for (const element of [this.#handle, this.#mark]) element.style.insetInlineStart = `${start}px`
    this.#handle.style.insetBlockStart = `${top ?? 0}px`
    this.#handle.style.blockSize = `${height}px`
    this.#mark.style.insetBlockStart = `${gap ?? 0}px`
    this.#mark.style.inlineSize = `${this.#view.contentDOM.offsetWidth}px`
  }

  readonly #begin = (event: PointerEvent): void => {
    const { state } = this.#view
    if (event.button !== 0 || this.#at === null || state.readOnly) return
    // The text keeps the focus and its selection.
    event.preventDefault()
    this.#handle.setPointerCapture(event.pointerId)
    const lines = linesAt(state, Math.min(this.#at, state.doc.length))
    const text = state.sliceDoc(lines.from, lines.to)
    const { pointerId, clientY } = event
    this.#drag = { pointer: pointerId, startY: clientY, y: clientY, lines, text, gap: null, isMoving: false }
    window.addEventListener('keydown', this.#key, { capture: true })
  }

  readonly #move = ({ pointerId, clientY }: PointerEvent): void => {
    const drag = this.#drag
    if (drag === null || drag.pointer !== pointerId) return
    drag.y = clientY
    if (!drag.isMoving && Math.abs(clientY - drag.startY) < SLACK_PX) return
    if (!drag.isMoving) {
      drag.isMoving = true
      this.#handle.classList.add('cm-line-handle-held')
      // For the looks of the lines.
      this.#view.dispatch({})
    }
    this.#aim(drag)
    this.#frame ??= requestAnimationFrame(this.#scroll)
  }

  #aim(drag: Drag): void {
    const block = this.#lineAt(drag.y)
    const isBehind = drag.y - this.#view.documentTop > (block.top + block.bottom) / 2
    drag.gap = { line: block.from, isBehind }
    this.#measure()
  }

  /** As long as the pointer is near an edge, whether it moves or not. */
  readonly #scroll = (): void => {
    this.#frame = null
    const drag = this.#drag
    if (drag === null || !drag.isMoving) return
    const { scrollDOM } = this.#view
    const { top, bottom } = scrollDOM.getBoundingClientRect()
    const above = Math.max(0, top + EDGE_PX - drag.y)
    const below = Math.max(0, drag.y - (bottom - EDGE_PX))
    if (above === 0 && below === 0) return
    const before = scrollDOM.scrollTop
    scrollDOM.scrollTop += Math.min(SCROLL_PX, below / 2) - Math.min(SCROLL_PX, above / 2)
    if (scrollDOM.scrollTop !== before) this.#aim(drag)
    this.#frame = requestAnimationFrame(this.#scroll)
  }

  readonly #drop = ({ pointerId }: PointerEvent): void => {
    const drag = this.#drag
    if (drag === null || drag.pointer !== pointerId) return
    this.#end()
    const { state } = this.#view
    if (!drag.isMoving) {
      this.#view.dispatch({ selection: { anchor: drag.lines.from }, userEvent: 'select.pointer' })
      this.#view.focus()
      return
    }
    const spec = drag.gap === null || state.readOnly ? null : moveLines(state, drag.lines, drag.gap)
    const count = state.doc.lineAt(drag.lines.to).number - state.doc.lineAt(drag.lines.from).number + 1
    this.#view.dispatch(spec === null ? {} : { ...spec, effects: EditorView.announce.of(words.linesMoved(count)) })
    if (spec !== null) this.#view.focus()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.#cancel()
  }

  readonly #cancel = (): void => {
    if (this.#drag === null) return
    this.#end()
    this.#view.dispatch({})
  }

  #end(): void {
    const drag = this.#drag
    this.#drag = null
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#frame = null
    window.removeEventListener('keydown', this.#key, { capture: true })
    if (drag === null) return
    if (this.#handle.hasPointerCapture(drag.pointer)) this.#handle.releasePointerCapture(drag.pointer)
    this.#handle.classList.remove('cm-line-handle-held')
    this.#mark.hidden = true
  }

  #marked(): DecorationSet {
    const { doc } = this.#view.state
    const { lines } = this.#drag ?? { lines: { from: 0, to: 0 } }
    const ranges = []
    for (let line = doc.lineAt(lines.from); ; line = doc.line(line.number + 1)) {
      ranges.push(moving.range(line.from))
      if (line.to >= lines.to || line.number === doc.lines) return Decoration.set(ranges)
    }
  }
}

export const lineHandle: Extension = ViewPlugin.fromClass(LineHandle, { decorations: ({ decorations }) => decorations })
