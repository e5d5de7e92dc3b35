import { formatOf, MARKDOWN } from '../../../shared/document/format.ts'
import type { ImportSource } from './import-sources.ts'
import type { ImportedText } from './imported-text.ts'
import type { Loss } from './losses.ts'
import { addressPlaces, besidePath, isRelative, pathOf, writable } from './text-addresses.ts'
import { words } from './transfer-words.ts'

interface ImportedLinksOptions {
  /** All that was chosen, by path. */
  readonly beside: ReadonlyMap<string, ImportSource>
  /** What becomes a document, and the id that it will have. */
  readonly ids: ReadonlyMap<ImportSource, string>
  /** The address of a document for whoever may open it already, at a heading or ''. */
  addressOf(document: string, heading: string): string
}

/** The links among texts that are imported together. */
export class ImportedLinks {
  readonly #options: ImportedLinksOptions
  readonly #made = new Set<ImportSource>()
  /** By the paths of texts: what addresses in them name, where it was chosen along. */
  readonly #named = new Map<string, Map<string, ImportSource | null>>()

  constructor(options: ImportedLinksOptions) {
    this.#options = options
  }

  /**
   * The text with the new documents' addresses in it, also of those that are still to be made. They hold no keys: whoever reads a
   * text would get what these give in another document.
   */
  written({ path, title, text, picture }: ImportedText): string {
    // In plain text and code an address is only words.
    if (formatOf(title) !== MARKDOWN) return text
    const named = new Map<string, ImportSource | null>()
    this.#named.set(path, named)
    let [written, end] = ['', 0]
    for (const { from, to, address } of addressPlaces(text)) {
      if (!isRelative(address) || picture(address) !== null) continue
      const source = this.#sourceOf(path, address)
      const next = source?.path === path ? placeIn(address) : this.#addressOf(source, address)
      named.set(address, next === null ? null : source)
      if (next === null) continue
      written += text.slice(end, from) + writable(next)
      end = to
    }
    return written + text.slice(end)
  }

  /** It has become a document. */
  made(source: ImportSource): void {
    this.#made.add(source)
  }

  /** What leads nowhere now, to be asked for at the end. */
  losses(): Loss[] {
    return [...this.#named].flatMap(([path, named]) => {
      const dead = [...named].flatMap(([address, source]) =>
        source !== null && this.#made.has(source) ? [] : [address],
      )
      return dead.length === 0 ? [] : [{ about: path, words: words.deadLinks(dead) }]
    })
  }

  #addressOf(source: ImportSource | null, address: string): string | null {
    const id = source === null ? undefined : this.#options.ids.get(source)
    return id === undefined ? null : this.#options.addressOf(id, pathOf(placeIn(address).slice(1)))
  }

  #sourceOf(path: string, address: string): ImportSource | null {
    const place = besidePath(path, pathOf(address))
    return place === null ? null : (this.#options.beside.get(place) ?? null)
  }
}

/** In the text itself. */
function placeIn(address: string): string {
  return `#${/#(.*)$/s.exec(address)?.[1] ?? ''}`
}
