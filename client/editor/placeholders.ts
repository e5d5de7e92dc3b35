import { EditorSelection, type SelectionRange, type Text, type Transaction } from '@codemirror/state'
import * as Y from 'yjs'
import { uploadAddress } from '../../shared/files/file-address.ts'
import { oneLine } from '../lib/one-line.ts'
import { amendSteps } from './amended-steps.ts'
import type { StateHolder } from './collab.ts'
import type { UndoHistory } from './undo.ts'

/** A file that is on its way. */
export interface Placeholder {
  /** 22 characters of base64url, made up here. */
  readonly id: string
  /** As the file is called. */
  readonly name: string
  /** Whether the page of the text shows it, or only leads to it. */
  readonly isImage: boolean
}

const MAX_WORDS = 100

/** The longest that a placeholder's address can reach beyond a change that completes it. */
const REACH = uploadAddress('').length + 22

const WHOLE_BEFORE = /(!?)\[((?:[^[\]\\\n]|\\.)*)\]\($/

/**
 * What stands in the text for files that are on their way: `![words](uploading:<id>)`, for everybody to see. Only the address gives
 * way when a file is there, so whatever somebody made of the words, and wherever they moved it, stays so. What is written here
 * afterwards belongs to the step of the placeholder: one undo takes back all of the image, and none brings the placeholder back.
 */
export class Placeholders {
  readonly #view: StateHolder
  readonly #history: UndoHistory
  /** Where the address begins, in UTF-16 code units; null where the text does not have it. */
  readonly #places = new Map<string, number | null>()
  /** Those whose words are somebody's: mostly they were in the text before them. */
  readonly #overWords = new Set<string>()
  #listener: ((id: string, isThere: boolean) => void) | null = null

  constructor(view: StateHolder, history: UndoHistory) {
    this.#view = view
    this.#history = history
  }

  /** Told of each that somebody takes away, or brings back, by whatever edit: a moment later, since it may change the text. */
  listen(listener: (id: string, isThere: boolean) => void): void {
    this.#listener = listener
  }

  /** Of an editor before this one, or of a page before this. Answers whether the text has it. */
  watch({ id, name, isImage }: Placeholder): boolean {
    const { doc } = this.#view.state
    const at = placesOf(doc, id)[0] ?? null
    this.#places.set(id, at)
    const whole = at === null ? null : wholeAt(doc, at, uploadAddress(id).length)
    // Words that were not put there with it are somebody's.
    if (whole !== null && doc.sliceString(whole.wordsFrom, whole.wordsEnd) !== wordsFor(name, isImage))
      this.#overWords.add(id)
    return at !== null
  }

  /** At `at`, or where the cursor is: one step to undo. One file takes words that are selected as its own. False where one may not write. */
  insert(all: readonly Placeholder[], at: number | null): boolean {
    const { state } = this.#view
    if (state.readOnly) return false
    const range = at === null ? state.selection.main : EditorSelection.cursor(Math.min(at, state.doc.length))
    const [only, ...more] = all
    if (only !== undefined && more.length === 0 && hasWords(state.doc, range)) {
      this.#overWords.add(only.id)
      this.#write([
        { from: range.from, insert: only.isImage ? '![' : '[' },
        { from: range.to, insert: `](${uploadAddress(only.id)})` },
      ])
    } else {
      const marks = all.map(({ id, name, isImage }) =>
        fileMarkdown(isImage, wordsFor(name, isImage), uploadAddress(id)),
      )
      this.#write([{ from: range.to, insert: marks.join('\n') }])
    }
    for (const { id } of all) this.#places.set(id, placesOf(this.#view.state.doc, id)[0] ?? null)
    return true
  }

  /** A file that is stored already. */
  insertStored(name: string, isImage: boolean, address: string): void {
    const { selection, readOnly } = this.#view.state
    if (readOnly) return
    this.#write([{ from: selection.main.to, insert: fileMarkdown(isImage, wordsFor(name, isImage), address) }])
  }

  /** The file is there: wherever its placeholder stands, it stands from now on. False where one may not write any more. */
  settle(id: string, address: string, isImage: boolean): boolean {
    const { state } = this.#view
    if (state.readOnly) return false
    this.#change((transaction) => {
      for (const at of placesOf(state.doc, id).toReversed()) this.#replace(transaction, at, id, address, isImage)
    })
    return true
  }

  /** Takes it out of the text, for good; words that were there before it stay. */
  remove(id: string): void {
    const { state } = this.#view
    if (state.readOnly) return
    const { length } = uploadAddress(id)
    this.#change(() => {
      for (const at of placesOf(state.doc, id).toReversed()) {
        const whole = wholeAt(state.doc, at, length)
        if (whole === null) this.#text.delete(at, length)
        else if (this.#overWords.has(id)) {
          this.#text.delete(whole.wordsEnd, whole.to - whole.wordsEnd)
          this.#text.delete(whole.from, whole.wordsFrom - whole.from)
        } else this.#text.delete(whole.from, whole.to - whole.from)
      }
    })
    this.#places.delete(id)
  }

  /** To be called with every transaction of the editor. */
  follow({ docChanged, changes, newDoc }: Transaction): void {
    if (!docChanged || this.#places.size === 0) return
    let brought: boolean | null = null
    for (const [id, before] of this.#places) {
      const moved = before === null ? null : changes.mapPos(before, 1)
      if (moved !== null && isAt(newDoc, moved, id)) {
        this.#places.set(id, moved)
        continue
      }
      const mayBe = before !== null || (brought ??= bringsAddress(changes, newDoc))
      const at = mayBe ? (placesOf(newDoc, id)[0] ?? null) : null
      this.#places.set(id, at)
      if ((at === null) !== (before === null)) queueMicrotask(() => this.#tell(id))
    }
  }

  get #text(): Y.Text {
    return this.#history.text
  }

  #tell(id: string): void {
    const at = this.#places.get(id)
    if (at !== undefined) this.#listener?.(id, at !== null)
  }

  #write(insertions: readonly { readonly from: number; readonly insert: string }[]): void {
    const changes = this.#view.state.changes(insertions)
    const end = changes.mapPos(insertions.at(-1)?.from ?? 0, 1)
    this.#view.dispatch({ changes, selection: { anchor: end }, scrollIntoView: true, userEvent: 'input.file' })
  }

  /** Past the editor, which follows: as a step of its own it could be undone without the one that it belongs to. */
  #change(work: (transaction: Y.Transaction) => void): void {
    this.#text.doc?.transact(work, this)
  }

  #replace(transaction: Y.Transaction, at: number, id: string, address: string, isImage: boolean): void {
    const { doc } = this.#view.state
    const { length } = uploadAddress(id)
    const whole = wholeAt(doc, at, length)
    const { item } = Y.createRelativePositionFromTypeIndex(this.#text, at)
    if (item === null) return
    const { clientID: client, store } = transaction.doc
    const write = () => {
      const clock = Y.getState(store, client)
      this.#text.delete(at, length)
      this.#text.insert(at, address)
      // By its content it may be something else than by its name.
      if (whole?.isImage === true && !isImage) this.#text.delete(whole.from, 1)
      if (whole?.isImage === false && isImage) this.#text.insert(whole.from, '!')
      return { client, clock, length: Y.getState(store, client) - clock }
    }
    amendSteps(this.#history.manager, transaction, item, write)
  }
}

/** As it stands in a text. */
export function fileMarkdown(isImage: boolean, words: string, address: string): string {
  return `${isImage ? '!' : ''}[${words}](${address})`
}

/** What a file is called, as words of a text: of an image without its ending. */
export function wordsFor(name: string, isImage: boolean): string {
  const plain = oneLine(name).replace(/\s+/g, ' ')
  const stem = isImage ? plain.replace(/(?<=.)\.[a-z0-9]{1,10}$/i, '') : plain
  return Array.from(stem)
    .slice(0, MAX_WORDS)
    .join('')
    .replace(/[\\`*[\]<>&$~^=]/g, '\\$&')
}

/** Whether words are selected that can stand between brackets as they are. */
function hasWords(doc: Text, { from, to }: SelectionRange): boolean {
  const selected = doc.sliceString(from, to)
  return /^[^[\]\\\n]+$/.test(selected) && selected.trim() !== ''
}

function placesOf(doc: Text, id: string): number[] {
  const address = uploadAddress(id)
  const text = doc.toString()
  const places: number[] = []
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1)) places.push(at)
  return places
}

function isAt(doc: Text, at: number, id: string): boolean {
  const address = uploadAddress(id)
  return doc.sliceString(at, at + address.length) === address
}

/** Whether an address may be whole that was not before: to look through a long text with every key would take too long. */
function bringsAddress(changes: Transaction['changes'], doc: Text): boolean {
  let brings = false
  changes.iterChangedRanges((_fromA, _toA, from, to) => {
    const around = doc.sliceString(Math.max(0, from - REACH), Math.min(doc.length, to + REACH))
    brings ||= around.includes(uploadAddress(''))
  })
  return brings
}

interface Whole {
  readonly from: number
  readonly wordsFrom: number
  readonly wordsEnd: number
  readonly to: number
  readonly isImage: boolean
}

/** All of what an address of this length stands in; null when somebody made something else of it. */
function wholeAt(doc: Text, at: number, length: number): Whole | null {
  const end = at + length
  const before = WHOLE_BEFORE.exec(doc.sliceString(doc.lineAt(at).from, at))
  if (before === null || doc.sliceString(end, end + 1) !== ')') return null
  const [all, sign = '', words = ''] = before
  const from = at - all.length
  const wordsFrom = from + sign.length + 1
  return { from, wordsFrom, wordsEnd: wordsFrom + words.length, to: end + 1, isImage: sign === '!' }
}
