import { EditorSelection, type Extension } from '@codemirror/state'
import { layer, type LayerMarker, RectangleMarker, type ViewUpdate } from '@codemirror/view'
import { EditorView } from 'codemirror'
import { type RemoteCursor, remoteCursors, setRemoteCursors } from './remote-cursors.ts'

/**
 * Draws the others' cursors in layers over and under the text, not as widgets in it: nothing they do can move a line,
 * break a word for the spelling checker, or end a composition. Only what is in the viewport is measured.
 */

/** Room the name needs to the right of its caret; with less it hangs to the left. */
const NAME_WIDTH_PX = 160
/** How near the pointer must come to a caret to be told the name. */
const HOVER_PX = 6

/** How long a name is shown after its caret moved. */
const NAME_MS = 4000
/** With more carets than this in sight their names would cover the text: then only the one under the pointer is shown. */
const MAX_NAMES = 24

/**
 * Elements are used again for whatever is drawn now: CodeMirror would otherwise make all of them anew from the first one on
 * that has moved.
 */
class CaretMarker implements LayerMarker {
  private readonly client: number
  private readonly cursor: RemoteCursor
  private readonly place: RectangleMarker
  private readonly className: string
  /** False in a crowd, where no name is shown because its caret moved. */
  private readonly isNamed: boolean

  constructor(client: number, cursor: RemoteCursor, place: RectangleMarker, isFlipped: boolean, isNamed: boolean) {
    this.client = client
    this.cursor = cursor
    this.place = place
    this.className = `cm-person-caret person-${cursor.user.color}${isFlipped ? ' cm-person-flipped' : ''}`
    this.isNamed = isNamed
  }

  eq(other: CaretMarker): boolean {
    return this.isSameMove(other) && this.className === other.className && this.place.eq(other.place)
  }

  draw(): HTMLElement {
    const caret = document.createElement('div')
    const name = document.createElement('div')
    name.className = 'cm-person-name'
    caret.append(name)
    this.dress(caret, null)
    return caret
  }

  update(caret: HTMLElement, previous: CaretMarker): boolean {
    if (!this.eq(previous)) this.dress(caret, previous)
    return true
  }

  private dress(caret: HTMLElement, previous: CaretMarker | null): void {
    caret.className = this.className
    setPlace(caret, this.place, previous?.place)
    const name = caret.firstElementChild
    if (!(name instanceof HTMLElement) || (previous !== null && this.isSameMove(previous))) return
    caret.dataset['client'] = String(this.client)
    name.textContent = this.cursor.user.name
    if (!this.isNamed) return
    // A second animation just like the first: to change from one to the other is to begin again.
    name.classList.toggle('cm-person-name-again')
    // Shown from the last move on, also when the caret is drawn again later because it came into view.
    name.style.animationDelay = `${NAME_MS + Math.min(0, this.cursor.movedAt - Date.now())}ms`
  }

  private isSameMove({ client, cursor, isNamed }: CaretMarker): boolean {
    const { movedAt, user } = this.cursor
    const isSame = this.client === client && this.isNamed === isNamed && user.name === cursor.user.name
    return isSame && (!isNamed || movedAt === cursor.movedAt)
  }
}

class SelectionMarker implements LayerMarker {
  private readonly color: number
  private readonly place: RectangleMarker

  constructor(color: number, place: RectangleMarker) {
    this.color = color
    this.place = place
  }

  eq(other: SelectionMarker): boolean {
    return this.color === other.color && this.place.eq(other.place)
  }

  draw(): HTMLElement {
    const element = document.createElement('div')
    this.dress(element, null)
    return element
  }

  update(element: HTMLElement, previous: SelectionMarker): boolean {
    if (!this.eq(previous)) this.dress(element, previous)
    return true
  }

  private dress(element: HTMLElement, previous: SelectionMarker | null): void {
    element.className = `cm-person-selection person-${this.color}`
    setPlace(element, this.place, previous?.place)
  }
}

/** Writes only what differs: each word to the style is worked through by the browser. */
function setPlace({ style }: HTMLElement, place: RectangleMarker, previous: RectangleMarker | undefined): void {
  for (const side of ['left', 'top', 'width', 'height'] as const) {
    const length = place[side]
    if (length !== previous?.[side]) style[side] = length === null ? '' : `${length}px`
  }
}

function caretOf(view: EditorView, client: number, cursor: RemoteCursor, isCrowded: boolean): CaretMarker[] {
  const { from, to } = view.viewport
  if (cursor.head < from || cursor.head > to) return []
  const [place] = RectangleMarker.forRange(view, '', EditorSelection.cursor(cursor.head))
  const isFlipped = place !== undefined && place.left > view.scrollDOM.clientWidth - NAME_WIDTH_PX
  return place === undefined ? [] : [new CaretMarker(client, cursor, place, isFlipped, !isCrowded)]
}

function selectionOf(view: EditorView, _client: number, { anchor, head, user }: RemoteCursor): SelectionMarker[] {
  const { from, to } = view.viewport
  if (anchor === head || Math.max(anchor, head) < from || Math.min(anchor, head) > to) return []
  const places = RectangleMarker.forRange(view, '', EditorSelection.range(anchor, head))
  return places.map((place) => new SelectionMarker(user.color, place))
}

/** A layer in which only those cursors are measured that moved, as long as nothing else has changed in the view. */
function cursorLayer(
  above: boolean,
  name: string,
  markersOf: (view: EditorView, client: number, cursor: RemoteCursor, isCrowded: boolean) => readonly LayerMarker[],
): Extension {
  let measured = new Map<RemoteCursor, readonly LayerMarker[]>()
  let isCrowded = false
  return layer({
    above,
    class: name,
    update(update, dom) {
      if (!movesCursorsAlone(update)) measured.clear()
      if (!mustRedraw(update)) return false
      if (isCrowded !== isCrowd(update.view)) measured.clear()
      isCrowded = isCrowd(update.view)
      dom.classList.toggle('cm-crowd', isCrowded)
      return true
    },
    markers(view) {
      const next: typeof measured = new Map()
      for (const [client, cursor] of view.state.field(remoteCursors))
        next.set(cursor, measured.get(cursor) ?? markersOf(view, client, cursor, isCrowded))
      measured = next
      return [...next.values()].flat()
    },
  })
}

function isCrowd({ state, viewport }: EditorView): boolean {
  const heads = Array.from(state.field(remoteCursors).values(), ({ head }) => head)
  return heads.filter((head) => head >= viewport.from && head <= viewport.to).length > MAX_NAMES
}

function movesCursorsAlone({ transactions, docChanged, geometryChanged, viewportChanged }: ViewUpdate): boolean {
  const isMove = transactions.some(
    ({ effects }) => effects.length > 0 && effects.every((each) => each.is(setRemoteCursors)),
  )
  return isMove && transactions.length === 1 && !docChanged && !geometryChanged && !viewportChanged
}

function mustRedraw(update: ViewUpdate): boolean {
  const cursors = update.state.field(remoteCursors)
  if (cursors !== update.startState.field(remoteCursors)) return true
  return cursors.size > 0 && (update.docChanged || update.viewportChanged)
}

/** Names the caret under the pointer. The carets let the pointer through, so that one can click on the text they stand in. */
const nameOnHover = EditorView.domEventObservers({
  mousemove(event, view) {
    for (const caret of view.scrollDOM.querySelectorAll('.cm-person-caret')) {
      const { left, top, bottom } = caret.getBoundingClientRect()
      const near =
        Math.abs(event.clientX - left) <= HOVER_PX && event.clientY >= top - HOVER_PX && event.clientY <= bottom
      caret.classList.toggle('cm-person-hovered', near)
    }
  },
})

export function remoteCursorLayers(): Extension {
  return [
    cursorLayer(false, 'cm-person-selections', selectionOf),
    cursorLayer(true, 'cm-person-carets', caretOf),
    nameOnHover,
  ]
}
