import Turndown from 'turndown'
import { alertKindOf } from '../lib/alert-names.ts'
import { codeBlockOf, linesIn } from './html-code.ts'
import { headingAt } from './html-headings.ts'
import { marked, marksOf, spreadMarks } from './html-marks.ts'
import { isWordMarker, itemOf, listOf, meaningOf, noteText, wordItemOf, wordLevelOf } from './html-lists.ts'
import { isAboveNotes, notesOf, placeOf } from './html-notes.ts'
import { quietHtml, unmarked } from './html-quiet.ts'
import { tableOf } from './html-tables.ts'

/** What is no text of the author's, whatever it holds. */
const LEFT_OUT = ['script', 'style', 'noscript', 'title', 'meta', 'template', 'iframe', 'object', 'form'] as const
const ADDRESS = /^(?:https?:|mailto:|tel:|[./#?]|[^:]*$)/i

/** What an image's address becomes in the text; null when the image is its words alone. */
export type ImageAddress = (address: string) => string | null

/** What a picture is made of would be longer than the text, and what is relative is so to where it came from. */
const webImage: ImageAddress = (address) => (/^https?:/i.test(address) ? address : null)

let service: Turndown | null = null
let imageAddress = webImage

/** HTML of another page or program as Markdown. It is read in a document of its own, where nothing runs and nothing is loaded. */
export function htmlToMarkdown(html: string, images: ImageAddress = webImage): string {
  service ??= makeService()
  imageAddress = images
  return unmarked(service.turndown(quietHtml(html))).replaceAll('\u00A0', ' ')
}

function makeService(): Turndown {
  const made = new Turndown({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
  })
  const escape = made.escape.bind(made)
  made.escape = (text) => escapeMore(escape(text))
  made.remove([...LEFT_OUT])
  addMarks(made)
  addLists(made)
  addAddresses(made)
  addNotes(made)
  // A break at the end of something ends nothing.
  made.addRule('break at the end', { filter: (node) => node.nodeName === 'BR' && isAtEnd(node), replacement: () => '' })
  made.addRule('code block', { filter: 'pre', replacement: (_content, node) => codeBlockOf(node) })
  made.addRule('table', {
    filter: 'table',
    replacement: (content, node) => {
      // A table that holds another is there for the layout, and Markdown has none in a cell. What is in it was read already: to
      // read it as cells once more would take twice as long with each table that is around.
      const isLayout = node.getElementsByTagName('table').length > 0
      return `\n\n${isLayout ? content.trim() : tableOf(node, (cell) => made.turndown(cell as HTMLElement))}\n\n`
    },
  })
  return made
}

/** What else means something in the Markdown of Weft: tags, formulas, and marks of two signs. */
function escapeMore(text: string): string {
  const marked = text.replace(/<(?=[a-z/!?])/gi, '\\<').replaceAll(/~~|==/g, (marks) => `\\${marks}`)
  // One alone says nothing, as in C++.
  const escaped = /\+\+\S.*\+\+/.test(marked) ? marked.replaceAll('++', '\\+\\+') : marked
  return /\$.*\$/.test(escaped) ? escaped.replaceAll('$', '\\$') : escaped
}

/** Words that look other than those around them. */
function addMarks(made: Turndown): void {
  // Google Docs puts everything into a bold element that is not bold.
  made.addRule('plain', { filter: ['b', 'strong'], replacement: (content) => content })
  made.addRule('marked', { filter: (node) => marksOf(node) !== '', replacement: marked })
  made.addRule('marked blocks', { filter: (node) => spreadMarks(node), replacement: (content) => content })
  made.addRule('lowered', { filter: 'sub', replacement: (content) => aroundWord('~', content) })
  made.addRule('raised', { filter: 'sup', replacement: (content) => aroundWord('^', content) })
  made.addRule('key', { filter: 'kbd', replacement: (content) => (content === '' ? '' : `<kbd>${content}</kbd>`) })
  // KaTeX and others write a formula twice: for the eye, and with what it was made of.
  made.addRule('drawn formula', { filter: (node) => hasClass(node, 'katex-html'), replacement: () => '' })
  made.addRule('formula', {
    filter: (node) => node.nodeName.toLowerCase() === 'math' && sourceOf(node) !== '',
    replacement: (_content, node) => {
      const source = sourceOf(node)
      return node.getAttribute('display') === 'block' ? `\n\n$$\n${source}\n$$\n\n` : `$${source}$`
    },
  })
  // As our own Word documents have them.
  made.addRule('written formula', {
    filter: (node) => hasClass(node, 'weft-formula'),
    replacement: (_content, node) => {
      const written = linesIn(node).trim()
      const source = (/^(\$\$?)([^]+)\1$/.exec(written)?.[2] ?? written).trim()
      return node.nodeName === 'P' ? `\n\n$$\n${source}\n$$\n\n` : `$${source}$`
    },
  })
  made.addRule('Word title', {
    filter: (node) => node.nodeName === 'P' && hasClass(node, 'MsoTitle'),
    replacement: (content) => `\n\n# ${content.trim()}\n\n`,
  })
  made.addRule('alert', {
    filter: (node) => ['P', 'SUMMARY'].includes(node.nodeName) && hasClass(node, 'markdown-alert-title'),
    replacement: (content, node) => `\n\n${alertMarkOf(node, content.trim())}\n`,
  })
  made.addRule('alert box', {
    filter: (node) => ['DIV', 'DETAILS'].includes(node.nodeName) && hasClass(node, 'markdown-alert'),
    replacement: (content) => `\n\n${content.trim().replaceAll(/^/gm, '> ')}\n\n`,
  })
}

function addLists(made: Turndown): void {
  made.addRule('list', { filter: ['ul', 'ol'], replacement: (content, node) => listOf(content, node) })
  made.addRule('item', { filter: 'li', replacement: (content, node) => itemOf(content, node) })
  made.addRule('task', {
    filter: (node) => node.nodeName === 'INPUT' && node.getAttribute('type') === 'checkbox' && isInItem(node),
    replacement: (_content, node) => {
      const box = node.hasAttribute('checked') ? '[x]' : '[ ]'
      return /^\s/.test(node.nextSibling?.textContent ?? '') ? box : `${box} `
    },
  })
  made.addRule('Word item', {
    filter: (node) => wordLevelOf(node) !== null,
    replacement: (content, node) => wordItemOf(content, node, wordLevelOf(node) ?? 0),
  })
  made.addRule('Word marker', { filter: (node) => isWordMarker(node), replacement: () => '' })
  made.addRule('term', { filter: 'dt', replacement: (content) => `\n\n${content.trim()}\n` })
  made.addRule('meaning', { filter: 'dd', replacement: (content) => meaningOf(content) })
}

function addAddresses(made: Turndown): void {
  made.addRule('foreign link', {
    filter: (node) => node.nodeName === 'A' && !ADDRESS.test(node.getAttribute('href')?.trim() ?? ''),
    replacement: (content) => content,
  })
  // A place that can be linked to, and a link that nobody can see.
  made.addRule('anchor', {
    filter: (node) =>
      node.nodeName === 'A' && node.textContent?.trim() === '' && node.getElementsByTagName('img').length === 0,
    replacement: () => '',
  })
  made.addRule('heading link', {
    filter: (node) => node.nodeName === 'A' && headingOf(node) !== null,
    replacement: (content, node) => `[${content}](#${encodeURI(headingOf(node) ?? '')})`,
  })
  made.addRule('Google link', {
    filter: (node) => node.nodeName === 'A' && behindGoogle(node) !== null,
    replacement: (content, node) => `[${content}](${behindGoogle(node) ?? ''})`,
  })
  made.addRule('image', {
    filter: 'img',
    replacement: (_content, node) => {
      const words = made.escape((node.getAttribute('alt') ?? '').replaceAll(/\s+/g, ' ').trim())
      const address = imageAddress(unmarked(node.getAttribute('src')?.trim() ?? ''))
      if (address === null || address === '') return words
      return `![${words}](${/[\s<>()]/.test(address) ? `<${address.replaceAll(/[<>]/g, encodeURIComponent)}>` : address})`
    },
  })
}

function addNotes(made: Turndown): void {
  made.addRule('note mark', {
    filter: (node) => labelAt(node) !== null,
    replacement: (_content, node) => `[^${labelAt(node) ?? ''}]`,
  })
  // Around the mark there is nothing else to raise.
  made.addRule('raised note mark', {
    filter: (node) => node.nodeName === 'SUP' && labelIn(node) !== null,
    replacement: (content) => content,
  })
  made.addRule('way back', {
    filter: (node) => node.nodeName === 'A' && notesOf(node.ownerDocument).backs.has(node.getAttribute('href') ?? ''),
    replacement: () => '',
  })
  made.addRule('note', {
    filter: (node) => notesOf(node.ownerDocument).bodies.has(node),
    replacement: (content, node) => noteText(notesOf(node.ownerDocument).bodies.get(node) ?? '', content),
  })
  made.addRule('above notes', {
    filter: (node) => /^(?:HR|H[1-6])$/.test(node.nodeName) && isAboveNotes(node),
    replacement: () => '',
  })
}

function labelAt(node: Element): string | null {
  if (node.nodeName !== 'A') return null
  return notesOf(node.ownerDocument).marks.get(node.getAttribute('href') ?? '') ?? null
}

function labelIn(raised: Element): string | null {
  const [link] = Array.from(raised.getElementsByTagName('a'))
  return link === undefined ? null : labelAt(link)
}

/** Those marks hold one word alone. */
function aroundWord(mark: string, content: string): string {
  const word = content.trim()
  return word === '' || /\s/.test(word) ? content : content.replace(word, () => mark + word + mark)
}

const BLOCK = /^(?:P|DIV|LI|TD|TH|UL|OL|DL|DD|DT|TABLE|PRE|HR|BLOCKQUOTE|SECTION|ARTICLE|H[1-6]|X-TURNDOWN)$/

function isAtEnd(lineBreak: Element): boolean {
  let next = lineBreak.nextSibling
  while (next !== null && next.nodeType !== 1 && (next.textContent ?? '').trim() === '') next = next.nextSibling
  return BLOCK.test((next ?? lineBreak.parentNode)?.nodeName ?? '')
}

/** What an alert is, by what is around its title, which may be in another language; or else by the title. One of its own stays. */
function alertMarkOf(title: Element, content: string): string {
  const named = /markdown-alert-(note|tip|important|warning|caution)/.exec(title.parentElement?.className ?? '')?.[1]
  const isOwn = hasClass(title, 'markdown-alert-titled') || (named === undefined && alertKindOf(content) === null)
  const fold = title.nodeName !== 'SUMMARY' ? '' : title.parentElement?.hasAttribute('open') === true ? '+' : '-'
  return `[!${(named ?? (isOwn ? 'note' : content)).toUpperCase()}]${fold}${isOwn ? ` ${content}` : ''}`
}

function hasClass(node: Element, name: string): boolean {
  return (node.getAttribute('class') ?? '').split(/\s+/).includes(name)
}

function sourceOf(formula: Element): string {
  const sources = Array.from(formula.getElementsByTagName('annotation'))
  const source = sources.find((each) => each.getAttribute('encoding') === 'application/x-tex')
  return source?.textContent.trim() ?? ''
}

function headingOf(link: Element): string | null {
  const place = placeOf(link)
  return place === '' ? null : headingAt(link.ownerDocument, place)
}

/** Where a link leads that Google Docs made one to Google; null for every other. */
function behindGoogle(link: Element): string | null {
  const address = link.getAttribute('href') ?? ''
  if (!address.startsWith('https://www.google.com/url?') || !URL.canParse(address)) return null
  const target = new URL(address).searchParams.get('q') ?? ''
  return /^https?:/i.test(target) ? target : null
}

function isInItem(node: Element): boolean {
  for (let parent = node.parentElement; parent !== null; parent = parent.parentElement)
    if (parent.nodeName === 'LI') return true
  return false
}
