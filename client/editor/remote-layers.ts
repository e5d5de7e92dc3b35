import { EditorSelection, type Extension } from '@codemirror/state'
import { layer, type LayerMarker, RectangleMarker, type ViewUpdate } from '@codemirror/view'
import { EditorView } from 'codemirror'
import { type RemoteCursor, remoteCursors } from './remote-cursors.ts'

/**
 * Draws the others' cursors in layers over and under the text, not as widgets in it: nothing they do can move a line,
 * break a word for the spelling checker, or end a composition. Only what is in the viewport is measured.
 */

/** Room the name needs to the right of its caret; with less it hangs to the left. */
const NAME_WIDTH_PX = 160
/** How near the pointer must come to a caret to be told the name. */
const HOVER_PX = 6

class CaretMarker implements LayerMarker {
  readonly client: number
  readonly left: number
  readonly top: number
  readonly height: number
  private readonly cursor: RemoteCursor
  private readonly flipped: boolean

  constructor(client: number, cursor: RemoteCursor, place: RectangleMarker, flipped: boolean) {
    this.client = client
    this.cursor = cursor
    this.left = place.left
    this.top = place.top
    this.height = place.height
    this.flipped = flipped
  }

  eq(other: CaretMarker): boolean {
    return this.isSameMove(other) && this.left === other.left && this.top === other.top && this.height === other.height
  }

  draw(): HTMLElement {
    const caret = document.createElement('div')
    caret.dataset['client'] = String(this.client)
    const name = document.createElement('div')
    name.className = 'cm-person-name'
    name.textContent = this.cursor.user.name
    // Shown from the last move on, also when the caret is drawn again later because it came into view.
    name.style.animationDelay = `${Math.min(0, this.cursor.movedAt - Date.now())}ms`
    caret.append(name)
    this.place(caret)
    return caret
  }

  update(caret: HTMLElement, previous: CaretMarker): boolean {
    if (!this.isSameMove(previous)) return false
    this.place(caret)
    return true
  }

  private place(caret: HTMLElement): void {
    caret.className = `cm-person-caret person-${this.cursor.user.color}${this.flipped ? ' cm-person-flipped' : ''}`
    caret.style.left = `${this.left}px`
    caret.style.top = `${this.top}px`
    caret.style.height = `${this.height}px`
  }

  private isSameMove(other: CaretMarker): boolean {
    const { user, movedAt } = this.cursor
    return (
      this.client === other.client &&
      this.flipped === other.flipped &&
      movedAt === other.cursor.movedAt &&
      user.name === other.cursor.user.name &&
      user.color === other.cursor.user.color
    )
  }
}

function carets(view: EditorView): CaretMarker[] {
  const { from, to } = view.viewport
  const width = view.scrollDOM.clientWidth
  const markers: CaretMarker[] = []
  for (const [client, cursor] of view.state.field(remoteCursors)) {
    if (cursor.head < from || cursor.head > to) continue
    const [place] = RectangleMarker.forRange(view, '', EditorSelection.cursor(cursor.head))
    if (place) markers.push(new CaretMarker(client, cursor, place, place.left > width - NAME_WIDTH_PX))
  }
  return markers
}

function selections(view: EditorView): readonly RectangleMarker[] {
  const { from, to } = view.viewport
  const markers: RectangleMarker[] = []
  for (const { anchor, head, user } of view.state.field(remoteCursors).values()) {
    if (anchor === head || Math.max(anchor, head) < from || Math.min(anchor, head) > to) continue
    const className = `cm-person-selection person-${user.color}`
    markers.push(...RectangleMarker.forRange(view, className, EditorSelection.range(anchor, head)))
  }
  return markers
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

export const remoteCursorLayers: Extension = [
  layer({ above: false, class: 'cm-person-selections', markers: selections, update: mustRedraw }),
  layer({ above: true, class: 'cm-person-carets', markers: carets, update: mustRedraw }),
  nameOnHover,
]
