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
  ['CODE', '`'],
])

/** Elements are asked about from each of their neighbours, and from all that is in them. */
const known = new WeakMap<Node, string>()

/** The signs of what an element's words are marked with, the innermost first, with spaces between; '' where there are none. */
export function marksOf(node: Node): string {
  const found = known.get(node)
  if (found !== undefined) return found
  const own = ownMarks(node)
  const marks = own !== '' && isBlank(node) ? '' : own
  known.set(node, marks)
  return marks
}

/** Puts the marks around the words. Runs beside each other that are marked the same become one, with its marks at its ends. */
export function marked(content: string, node: Node): string {
  const marks = marksOf(node).split(' ')
  const words = content.trim()
  const before = isContinued(node, 'previousSibling') ? '' : marks.toReversed().join('')
  const after = isContinued(node, 'nextSibling') ? '' : marks.join('')
  if (words === '') return before !== '' && after !== '' ? content : before + after
  return content.replace(words, () => before + marks.reduce(withoutMark, words) + after)
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

function styleOf(element: Element): string {
  return element.getAttribute('style') ?? ''
}
