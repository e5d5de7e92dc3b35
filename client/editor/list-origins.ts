import { syntaxTree } from '@codemirror/language'
import { type ChangeDesc, type ChangeSet, type EditorState, type Line, MapMode, type Text } from '@codemirror/state'
import type { Tree } from '@lezer/common'
import type { PlacedMark } from './lists.ts'

/** In these what looks like an item is none. */
const VERBATIM = new Set([
  'FencedCode',
  'CodeBlock',
  'FrontMatter',
  'HTMLBlock',
  'CommentBlock',
  'ProcessingInstructionBlock',
])

/** So much text is looked through for markers at once: to go into the tree for each of them takes long in a long list. */
const PART_LENGTH = 4096

/** Where markers come from, and whether they were any: a line may look like an item in code, or in the middle of a sentence. */
export class ListOrigins {
  readonly #state: EditorState
  readonly #tree: Tree
  readonly #changes: ChangeSet
  readonly #back: ChangeDesc
  /** The places of markers, by the part of the text that they are in. */
  readonly #markers = new Map<number, ReadonlySet<number>>()

  constructor(state: EditorState, changes: ChangeSet) {
    this.#state = state
    this.#tree = syntaxTree(state)
    this.#changes = changes
    this.#back = changes.invertedDesc
  }

  /** Whether an item began at the place, before the changes. Not where the text was not read yet. */
  wasMarker(place: number): boolean {
    const part = Math.floor(place / PART_LENGTH)
    const markers = this.#markers.get(part) ?? this.#markersIn(part * PART_LENGTH)
    this.#markers.set(part, markers)
    return markers.has(place)
  }

  #markersIn(from: number): Set<number> {
    const markers = new Set<number>()
    this.#tree.iterate({
      from,
      to: from + PART_LENGTH,
      enter: (node) => {
        if (node.name === 'ListMark') markers.add(node.from)
      },
    })
    return markers
  }

  /** Where a marker was; null for one that was put in. */
  placeOf(line: Line, { offset }: PlacedMark): number | null {
    return this.#back.mapPos(line.from + offset, 1, MapMode.TrackAfter)
  }

  /** As `placeOf`, but null as well where its line is not as it was up to there. */
  samePlaceOf(line: Line, mark: PlacedMark): number | null {
    const from = this.#back.mapPos(line.from, 1, MapMode.TrackAfter)
    const place = this.placeOf(line, mark)
    if (from === null || place === null || this.#state.doc.lineAt(from).from !== from) return null
    return place - from === mark.offset ? place : null
  }

  /** Whether a marker that was at the place is in the text `after` the changes, as far into its line as it was. */
  isLeft(place: number, after: Text, before: number): boolean {
    const now = this.#changes.mapPos(place, 1, MapMode.TrackAfter)
    if (now === null || now >= before) return false
    return now - after.lineAt(now).from === place - this.#state.doc.lineAt(place).from
  }

  /** Whether items may be put in there: the text was read, and is none in which they mean nothing. */
  isOpenTo(line: Line, { offset }: PlacedMark): boolean {
    const place = this.#back.mapPos(line.from + offset, -1)
    if (place > this.#tree.length) return false
    for (let node = this.#tree.resolveInner(place, -1); ; node = node.parent ?? node) {
      if (VERBATIM.has(node.name)) return false
      if (node.parent === null) return true
    }
  }
}
