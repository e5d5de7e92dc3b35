import { styleOf } from './html-quiet.ts'

type Side = 'previousSibling' | 'nextSibling'

const MARKS: ReadonlyMap<string, string> = new Map([
  ['STRONG', '**'],
  ['B', '**'],
  ['EM', '*'],
  ['I', '*'],
  ['DEL', '~~'],
  ['S', '~~'],
  ['STRIKE', '~~'],
  ['MARK', '=='],
  ['INS', '++'],
  ['CODE', '`'],
])

const BLOCK =
  /^(?:ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|CAPTION|D[DLT]|DETAILS|DIV|FIGCAPTION|FIGURE|H[1-6R]|LI|MAIN|OL|P|PRE|SECTION|TABLE|T[DHR]|TBODY|THEAD|TFOOT|UL)$/

/** Elements are asked about from each of their neighbours, and from all that is in them. */
const known = new WeakMap<Node, string>()

/** The signs of what an element's words are marked with, the innermost first, with spaces between; '' where there are none. */
export function marksOf(node: Node): string {
  const found = known.get(node)
  if (found !== undefined) return found
  const own = ownMarks(node)
  const marks = own !== '' && (isBlank(node) || holdsBlocks(node)) ? '' : own
  known.set(node, marks)
  return marks
}

/**
 * Marks end with the block that they begin in. An element around several gives its own to what is in each of them and has none itself;
 * whether it is such a one.
 */
export function spreadMarks(node: Element): boolean {
  if (ownMarks(node) === '' || !holdsBlocks(node)) return false
  if (!isSpreadAround(node)) spreadInto(node, node)
  return true
}

function spreadInto(block: Node, marking: Element): void {
  let run: Node[] = []
  const wrap = (): void => {
    const [first] = run
    if (first !== undefined && !run.every(isBlank)) {
      const wrapper = marking.cloneNode(false) as Element
      // A place that is linked to is there once.
      for (const name of ['id', 'name']) wrapper.removeAttribute(name)
      block.insertBefore(wrapper, first)
      for (const node of run) wrapper.appendChild(node)
    }
    run = []
  }
  for (const child of Array.from(block.childNodes)) {
    if (!isBlock(child) && !holdsBlocks(child)) run.push(child)
    else {
      wrap()
      // Code is what it says, and a heading is bold already.
      if (child.nodeName !== 'PRE' && !(ownMarks(marking) === '**' && /^H[1-6]$/.test(child.nodeName)))
        spreadInto(child, marking)
    }
  }
  wrap()
}

/** Whether an element further out gave the same marks to all that is in this one. */
function isSpreadAround(node: Element): boolean {
  const marks = ownMarks(node)
  for (let outer = node.parentElement; outer !== null; outer = outer.parentElement)
    if (ownMarks(outer) === marks) return true
  return false
}

const knownHolders = new WeakMap<Node, boolean>()

function holdsBlocks(node: Node): boolean {
  const found = knownHolders.get(node)
  if (found !== undefined) return found
  const holds = Array.from(node.childNodes).some((child) => isBlock(child) || holdsBlocks(child))
  knownHolders.set(node, holds)
  return holds
}

/** Two line breaks end a paragraph no less. */
function isBlock(node: Node): boolean {
  const isBreak = node.nodeName === 'BR'
  return isBreak ? [node.previousSibling, node.nextSibling].some(isLineBreak) : BLOCK.test(node.nodeName)
}

function isLineBreak(node: Node | null): boolean {
  return node?.nodeName === 'BR'
}

/** Puts the marks around the words. Runs beside each other that are marked the same become one, with its marks at its ends. */
export function marked(content: string, node: Node): string {
  const marks = marksOf(node).split(' ')
  const words = content.trim()
  const before = isContinued(node, 'previousSibling') ? '' : marks.toReversed().join('')
  const after = isContinued(node, 'nextSibling') ? '' : marks.join('')
  if (words === '') return before !== '' && after !== '' ? content : before + after
  return content.replace(words, () => gapBefore(node) + before + marks.reduce(withoutMark, words) + after)
}

/** Two pieces of code that touch would be read as one, with signs in it. */
function gapBefore(node: Node): string {
  const other = node.nodeName === 'CODE' ? codeBefore(node) : null
  return other === null || /\s$/.test(other.textContent ?? '') || /^\s/.test(node.textContent ?? '') ? '' : ' '
}

function codeBefore(node: Node): Node | null {
  let other = besides(node, 'previousSibling')
  while (other?.nodeType === 8) other = besides(other, 'previousSibling')
  return other?.nodeName === 'CODE' && marksOf(other) !== '' ? other : null
}

/** What is marked already is so once. */
function withoutMark(words: string, mark: string): string {
  const inner = words.startsWith(mark) && words.endsWith(mark) ? words.slice(mark.length, -mark.length) : ''
  return inner === '' || inner.includes(mark) ? words : inner
}

function isContinued(node: Node, side: Side): boolean {
  return continuationOf(node, side) !== null
}

/** What stands right beside an element and is marked the same. */
function continuationOf(node: Node, side: Side): Node | null {
  // Names in code that stand beside each other are two.
  if (node.nodeName === 'CODE') return null
  let other = besides(node, side)
  while (other !== null && isNothing(other, node)) other = besides(other, side)
  return other !== null && marksOf(other) !== '' && marksOf(other) === marksOf(node) ? other : null
}

/** At the end of its parent, it is what begins the parent's own continuation. */
function besides(node: Node, side: Side): Node | null {
  const { parentNode } = node
  if (node[side] !== null || parentNode === null || marksOf(parentNode) === '') return node[side]
  const other = continuationOf(parentNode, side)
  return (side === 'nextSibling' ? other?.firstChild : other?.lastChild) ?? null
}

/** Comments, and space that is marked as `node` is. */
function isNothing(other: Node, node: Node): boolean {
  return other.nodeType === 8 || (other.nodeType === 1 && isBlank(other) && ownMarks(other) === ownMarks(node))
}

function isBlank(node: Node): boolean {
  return (node.textContent ?? '').trim() === ''
}

function ownMarks(node: Node): string {
  if (node.nodeName === 'SPAN') return styledMarks(node as Element)
  // Within code, a sign of its own would end it.
  if (node.nodeName === 'CODE' && (node.textContent ?? '').includes('`')) return ''
  const mark = MARKS.get(node.nodeName) ?? ''
  return mark === '**' && weightOf(node as Element) === 'normal' ? '' : mark
}

function styledMarks(span: Element): string {
  const style = styleOf(span)
  const marks = [
    /^(?:bold|[6-9]00)$/.test(weightOf(span)) ? '**' : '',
    /font-style:\s*italic/i.test(style) ? '*' : '',
    /text-decoration[\w-]*:[^;]*line-through/i.test(style) ? '~~' : '',
  ]
  return marks.filter((mark) => mark !== '').join(' ')
}

function weightOf(element: Element): string {
  return /(?:^|[;\s])font-weight:\s*([\w]+)/i.exec(styleOf(element))?.[1] ?? ''
}
