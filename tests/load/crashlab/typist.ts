import * as Y from 'yjs'
import { type Ledger, linePlaces } from './ledger.ts'

let typists = 0

/** Who types lines into one Y.Text: each after the one before, so that their order is known whatever others do meanwhile. */
export class Typist {
  /** Letters and digits, of nobody else in this process. */
  readonly name: string
  readonly #ledger: Ledger
  readonly #text: Y.Text
  readonly #names: string[] = []
  #cursor: Y.RelativePosition | null = null

  constructor(kind: string, text: Y.Text, ledger: Ledger) {
    this.name = `${kind}${(typists += 1).toString(36)}`
    this.#text = text
    this.#ledger = ledger
  }

  /** Own lines that are not deleted. */
  get lines(): number {
    return this.#names.length
  }

  /** Types `count` lines of this many characters, as one change. */
  type(length: number, count = 1): string[] {
    const lines = Array.from({ length: count }, () => this.#ledger.mint(this.name, length))
    const at = this.#position()
    const typed = lines.map(({ text }) => text).join('')
    this.#text.insert(at, typed)
    this.#cursor = Y.createRelativePositionFromTypeIndex(this.#text, at + typed.length, -1)
    const names = lines.map(({ name }) => name)
    this.#names.push(...names)
    return names
  }

  /** Deletes the oldest own lines, as one change; gives their names. */
  delete(count: number): string[] {
    const names = this.#names.splice(0, count)
    const content = this.#text.toString()
    const found = linePlaces(content)
    const places = names.flatMap((name) => found.get(name) ?? [])
    for (const name of names) this.#ledger.deletes(name)
    this.#text.doc?.transact(() => {
      // From the end, so that no place moves.
      for (const from of places.toSorted((a, b) => b - a))
        this.#text.delete(from, content.indexOf('\n', from) + 1 - from)
    })
    return names
  }

  #position(): number {
    const doc = this.#text.doc
    const cursor = this.#cursor
    if (doc === null || cursor === null) return this.#text.length
    return Y.createAbsolutePositionFromRelativePosition(cursor, doc)?.index ?? this.#text.length
  }
}
