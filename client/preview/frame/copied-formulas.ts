/** What a formula is made of twice, for the eye and for who listens, within what puts it on a line of its own. */
const FORMULA = '.katex'
const DISPLAYED = '.katex-display'

/** Formulas are copied as they were written, as which they can be pasted: what one sees of them is letters without their places. */
export function copyFormulasAsWritten(): void {
  document.addEventListener('copy', (event) => {
    const selection = getSelection()
    if (event.clipboardData === null || selection === null || selection.isCollapsed) return
    const range = wholeFormulas(selection.getRangeAt(0))
    const copied = document.createElement('div')
    copied.append(range.cloneContents())
    const formulas = copied.querySelectorAll(FORMULA)
    if (formulas.length === 0) return
    event.preventDefault()
    for (const formula of formulas) (formula.closest(DISPLAYED) ?? formula).replaceWith(writtenFormula(formula))
    event.clipboardData.setData('text/html', copied.innerHTML)
    event.clipboardData.setData('text/plain', textOf(copied))
  })
}

/** Half a formula is none. */
function wholeFormulas(selected: Range): Range {
  const range = selected.cloneRange()
  const [start, end] = [range.startContainer, range.endContainer].map(formulaAround)
  if (start !== undefined && start !== null) range.setStartBefore(start)
  if (end !== undefined && end !== null) range.setEndAfter(end)
  return range
}

function formulaAround(node: Node): Element | null {
  const formula = (node instanceof Element ? node : node.parentElement)?.closest(FORMULA) ?? null
  return formula?.closest(DISPLAYED) ?? formula
}

/** By its class whoever pastes it into a text of ours knows it from signs of money. */
function writtenFormula(formula: Element): HTMLElement {
  const source = formula.querySelector('annotation')?.textContent.trim() ?? ''
  const isDisplayed = formula.closest(DISPLAYED) !== null
  const written = document.createElement(isDisplayed ? 'p' : 'span')
  written.className = 'weft-formula'
  written.textContent = isDisplayed ? `$$\n${source}\n$$` : `$${source}$`
  return written
}

/** With its lines, which only what is in the page has; there for no longer than that takes, and beside what is seen of it. */
function textOf(copied: HTMLElement): string {
  for (const section of copied.querySelectorAll('.section')) section.className = ''
  copied.style.cssText = 'position: fixed; inset-block-start: -100vh'
  for (const formula of copied.querySelectorAll<HTMLElement>('p.weft-formula')) formula.style.whiteSpace = 'pre-wrap'
  document.body.append(copied)
  const text = copied.innerText
  copied.remove()
  return text
}
