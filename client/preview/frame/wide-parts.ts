/** What is scrolled by itself when it is wider than the column. */
const PARTS = 'pre, table, .diagram, .katex-display'

/**
 * Makes stops of the Tab key of those parts that are wider than the column, and only while they are: nobody without a mouse could
 * read their ends otherwise (dequeuniversity.com/rules/axe/4.10/scrollable-region-focusable).
 */
export class WideParts {
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      // Both are rounded: a difference of one is nothing to read.
      if (target.scrollWidth > target.clientWidth + 1) target.setAttribute('tabindex', '0')
      else target.removeAttribute('tabindex')
    }
  })

  /** Whatever can be wide within a new block, or new footnotes. */
  watch(root: ParentNode | null): void {
    for (const part of root?.querySelectorAll(PARTS) ?? []) this.#sizes.observe(part)
  }
}
