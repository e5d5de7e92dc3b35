/** One of two views of the same text, by lines from 0. */
export interface Side {
  /** @param caret The line in which somebody writes; null where nobody does, or it is not in sight */
  scrollTo(line: number, caret: number | null): void
}

/**
 * Lets two views scroll together. Whoever a person moves leads, and the other follows without leading back: it is how the two
 * would push each other otherwise.
 */
export class CoupledScroll {
  readonly #text: Side
  readonly #page: Side
  #leader: 'text' | 'page' = 'text'

  constructor(text: Side, page: Side) {
    this.#text = text
    this.#page = page
  }

  active(side: 'text' | 'page'): void {
    this.#leader = side
  }

  scrolled(side: 'text' | 'page', line: number, caret: number | null = null): void {
    if (side !== this.#leader) return
    if (side === 'text') this.#page.scrollTo(line, caret)
    else this.#text.scrollTo(line, null)
  }
}
