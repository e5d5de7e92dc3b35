import type { Colour } from './code-colours.ts'
import type { renderFormula } from './formula.ts'
import type { LazyParts } from './markdown.ts'
import { ENGLISH, type PageWords } from './page-words.ts'

type Formula = typeof renderFormula

/** Longer code, in code units, is shown in one colour: to read it would keep everything else waiting. */
export const MAX_COLOURED_LENGTH = 50_000

/** Fetches what a text needs, when it needs it. What cannot be fetched is asked for again with the next change of the text. */
export class LoadedParts implements LazyParts {
  readonly #onLoaded: () => void
  readonly #words: PageWords
  readonly #colours = new Map<string, Colour | 'unknown' | 'coming'>()
  #formula: Formula | 'coming' | null = null

  constructor(onLoaded: () => void, words: PageWords = ENGLISH) {
    this.#onLoaded = onLoaded
    this.#words = words
  }

  colour(code: string, language: string): string | null {
    // A diagram is drawn, by the frame.
    if (language === 'mermaid' || code.length > MAX_COLOURED_LENGTH) return ''
    const known = this.#colours.get(language)
    if (known === 'coming') return null
    if (known === 'unknown') return ''
    if (known !== undefined) return known(code)
    this.#colours.set(language, 'coming')
    import('./code-colours.ts')
      .then(({ loadColour }) => loadColour(language))
      .then(
        (colour) => {
          this.#colours.set(language, colour ?? 'unknown')
          this.#onLoaded()
        },
        () => this.#colours.delete(language),
      )
    return null
  }

  formula(source: string, display: boolean): string | null {
    if (typeof this.#formula === 'function') return this.#formula(source, display, this.#words)
    if (this.#formula === 'coming') return null
    this.#formula = 'coming'
    import('./formula.ts').then(
      ({ renderFormula }) => {
        this.#formula = renderFormula
        this.#onLoaded()
      },
      () => (this.#formula = null),
    )
    return null
  }
}
