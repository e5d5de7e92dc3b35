import type { StateField } from '@codemirror/state'
import { type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { EditorView } from 'codemirror'
import { systemClock, Later } from '../lib/clock.ts'
import { together } from '../words/en/together.ts'
import { wordsOf } from '../words/words.ts'
import type { RemoteCursor } from './remote-cursors.ts'
import { scrollInto } from './settled-scroll.ts'

const words = wordsOf('together', together)

/** Nobody looks along the scrollbar for every key of everybody: the marks follow at this pace. */
const DRAW_MS = 200
/** More than this would be a line. */
const MAX_MARKS = 200
/** Lines that are shown above a cursor that one jumps to. */
const MARGIN_PX = 96

/** Handed over, because a file that the editor shares with what comes after it is one more to fetch first. */
export type RemoteCursorField = StateField<ReadonlyMap<number, RemoteCursor>>

interface Mark {
  readonly client: number
  readonly cursor: RemoteCursor
  /** Where it stands along the text, in per cent, with two decimals. */
  readonly top: number
}

/** Where each cursor stands along the whole text. Nothing of the page is measured for it: the editor knows how high its lines are. */
export function marksOf(
  cursors: ReadonlyMap<number, RemoteCursor>,
  topOf: (position: number) => number,
  height: number,
): readonly Mark[] {
  if (height <= 0) return []
  return Array.from(cursors)
    .slice(0, MAX_MARKS)
    .map(([client, cursor]) => {
      const share = Math.min(1, Math.max(0, topOf(cursor.head) / height))
      return { client, cursor, top: Math.round(share * 10_000) / 100 }
    })
    .toSorted((one, other) => one.top - other.top || one.client - other.client)
}

/**
 * The others as thin marks on the scrollbar, to be clicked. One stop for Tab, and arrows from one to the next. Elements are used
 * again, and only what differs is written.
 */
class PlaceMarks implements PluginValue {
  readonly #view: EditorView
  readonly #cursors: RemoteCursorField
  readonly #list: HTMLElement
  readonly #elements = new Map<number, { readonly element: HTMLButtonElement; drawn: Mark | null }>()
  readonly #later = new Later(systemClock, DRAW_MS, () => this.#draw())
  #order: readonly number[] = []

  constructor(view: EditorView, cursors: RemoteCursorField) {
    this.#view = view
    this.#cursors = cursors
    this.#list = view.dom.ownerDocument.createElement('div')
    this.#list.className = 'cm-places'
    this.#list.setAttribute('role', 'group')
    this.#list.setAttribute('aria-label', words.marks)
    this.#list.hidden = true
    this.#list.addEventListener('click', this.#clicked)
    this.#list.addEventListener('keydown', this.#pressed)
    view.dom.append(this.#list)
    this.#later.schedule()
  }

  update(update: ViewUpdate): void {
    const cursors = update.state.field(this.#cursors)
    const moved = cursors !== update.startState.field(this.#cursors)
    if (moved || (cursors.size > 0 && (update.docChanged || update.heightChanged))) this.#later.schedule()
    if (update.geometryChanged) this.#fit()
  }

  destroy(): void {
    this.#later.cancel()
    this.#list.remove()
  }

  /** Beside the text alone: the search stands above or below it. */
  #fit(): void {
    this.#view.requestMeasure({
      key: this,
      read: ({ scrollDOM }) => ({ top: scrollDOM.offsetTop, height: scrollDOM.offsetHeight }),
      write: ({ top, height }) => {
        this.#list.style.insetBlockStart = `${top}px`
        this.#list.style.blockSize = `${height}px`
      },
    })
  }

  #draw(): void {
    const { state, contentHeight } = this.#view
    const marks = marksOf(state.field(this.#cursors), (at) => this.#view.lineBlockAt(at).top, contentHeight)
    const kept = new Set(marks.map(({ client }) => client))
    for (const [client, { element }] of this.#elements) {
      if (kept.has(client)) continue
      element.remove()
      this.#elements.delete(client)
    }
    for (const mark of marks) this.#show(mark)
    this.#order = marks.map(({ client }) => client)
    this.#list.hidden = marks.length === 0
    this.#keepStop()
  }

  #show(mark: Mark): void {
    const known = this.#elements.get(mark.client) ?? { element: this.#make(), drawn: null }
    this.#elements.set(mark.client, known)
    const { element, drawn } = known
    const { user, head } = mark.cursor
    if (drawn?.top !== mark.top) element.style.insetBlockStart = `${mark.top}%`
    if (drawn?.cursor.user !== user) {
      element.className = `cm-place cm-place-${user.color % 4} person-${user.color}`
      element.dataset['initial'] = Array.from(user.name.trim())[0]?.toUpperCase() ?? '?'
      element.dataset['client'] = String(mark.client)
    }
    if (drawn?.cursor.user !== user || drawn.cursor.head !== head) {
      const name = words.mark(
        user.name,
        this.#view.state.doc.lineAt(Math.min(head, this.#view.state.doc.length)).number,
      )
      element.title = name
      element.setAttribute('aria-label', name)
    }
    known.drawn = mark
  }

  #make(): HTMLButtonElement {
    const element = this.#view.dom.ownerDocument.createElement('button')
    element.type = 'button'
    element.tabIndex = -1
    this.#list.append(element)
    return element
  }

  /** The mark that Tab leads to: the one that has the focus, or the first. */
  #keepStop(): void {
    const focused = [...this.#elements.values()].find(({ element }) => element === element.ownerDocument.activeElement)
    const stop = focused?.element ?? this.#elements.get(this.#order[0] ?? -1)?.element
    for (const { element } of this.#elements.values()) {
      const tabIndex = element === stop ? 0 : -1
      if (element.tabIndex !== tabIndex) element.tabIndex = tabIndex
    }
  }

  readonly #clicked = ({ target }: Event): void => {
    const cursor = this.#cursorOf(target)
    if (cursor === undefined) return
    scrollInto(this.#view, Math.min(cursor.head, this.#view.state.doc.length), () => -MARGIN_PX)
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || !(event.target instanceof HTMLElement)) return
    event.preventDefault()
    const at = this.#order.indexOf(Number(event.target.dataset['client']))
    const next = this.#order[Math.min(this.#order.length - 1, Math.max(0, at + step))]
    this.#elements.get(next ?? -1)?.element.focus()
    this.#keepStop()
  }

  #cursorOf(target: EventTarget | null): RemoteCursor | undefined {
    const client = target instanceof HTMLElement ? Number(target.dataset['client']) : NaN
    return this.#view.state.field(this.#cursors).get(client)
  }
}

export const placeMarks = (cursors: RemoteCursorField) => ViewPlugin.define((view) => new PlaceMarks(view, cursors))
