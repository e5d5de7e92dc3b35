/** What is scrolled by itself when it is wider than the column. */
const PARTS = 'pre, table, .diagram, .katex-display'

/**
 * Makes stops of the Tab key of those parts that are wider than the column, and only while they are: nobody without a mouse could
 * read their ends otherwise (dequeuniversity.com/rules/axe/4.10/scrollable-region-focusable).
 */
export class WideParts {
  readonly #sizes = new ResizeObserver((entries) => measure(entries.map(({ target }) => target)))

  constructor() {
    // With its own font a formula is wider within a box that is as large as before. What is out of sight is observed when it comes.
    document.fonts.addEventListener('loadingdone', () => {
      const parts = [...document.querySelectorAll(PARTS)]
      measure(parts.filter((part) => part.checkVisibility({ contentVisibilityAuto: true })))
    })
  }

  /** Whatever can be wide within a new block, or new footnotes. */
  watch(root: ParentNode | null): void {
    for (const part of root?.querySelectorAll(PARTS) ?? []) this.#sizes.observe(part)
  }
}

function measure(parts: readonly Element[]): void {
  for (const part of parts) {
    // Both are rounded: a difference of one is nothing to read.
    if (part.scrollWidth > part.clientWidth + 1) part.setAttribute('tabindex', '0')
    else part.removeAttribute('tabindex')
  }
}
