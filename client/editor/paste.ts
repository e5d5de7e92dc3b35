import type { Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin } from '@codemirror/view'
import { isInCode } from './code-places.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { inCell, isInCell, wordsForCell } from './paste-cell.ts'
import { cellsOfTable, filled } from './pasted-table.ts'
import { placed } from './paste-place.ts'
import { cellsAsHtml } from './spreadsheet-cells.ts'

/** What makes HTML more than the words in it. */
const FORMATTED =
  /<(?:a\s[^<>]*href|h[1-6]|ul|ol|table|blockquote|pre|code|img|del|s|strong|em|i)\b|<b(?![^<>]*font-weight:\s*normal)\b|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic/i

/** Longer HTML is pasted as the words in it: to read it would hold the page up. */
const MAX_HTML_LENGTH = 2_000_000

/** What the outermost element says of itself, behind what browsers put before it. */
const OUTERMOST =
  /^(?:\s|<!--(?:[^-]|-(?!->))*-->|<\/?(?:html|head|body|meta)\b[^>]*>)*<(\w{1,30})\b[^>]*?\sstyle="([^"]*)"/i

/** As far as it is looked for. */
const MAX_OUTERMOST = 20_000

/** What only an editor of Weft puts on the clipboard: the text beside it is Markdown, or whatever else was written. */
const OWN_TYPE = 'application/x-weft-text'

/** Whether what is pasted is worth more than its plain text. */
export function isFormatted(html: string, plain: string): boolean {
  return html.length <= MAX_HTML_LENGTH && FORMATTED.test(html) && plain.trim() !== '' && !isFromCodeEditor(html)
}

/** Editors of code copy how it is coloured, line by line. A `<pre>` is a page's block of code, and stays one. */
function isFromCodeEditor(html: string): boolean {
  const [, element = 'pre', style = ''] = OUTERMOST.exec(html.slice(0, MAX_OUTERMOST)) ?? []
  if (/^(?:pre|code)$/i.test(element)) return false
  return /white-space:\s*pre\s*(?:;|$)/i.test(style) && /font-family:[^;]*(?:mono|courier|consolas|menlo)/i.test(style)
}

/** As `pasteURLAsLink` knows it, which makes a link of the words it is pasted onto. */
const ADDRESS = /^(?:https?:\/\/|mailto:|xmpp:|www\.)\S+$/

/** What is pasted instead of the plain text; null where that is what is meant. */
export function markdownOf(data: Pick<DataTransfer, 'types' | 'getData'>, isInTable: boolean): string | null {
  const [html, plain] = [data.getData('text/html'), data.getData('text/plain')]
  if (data.types.includes(OWN_TYPE) || data.types.includes('vscode-editor-data')) return null
  if (isFormatted(html, plain)) return markdownOrPlain(html, plain)
  const cells = html === '' ? cellsAsHtml(plain, isInTable) : null
  return cells === null ? null : markdownOrPlain(cells, plain)
}

/** Formatted text and the cells of spreadsheets become Markdown. */
export const pasteAsMarkdown: Extension = ViewPlugin.fromClass(
  class {
    /** By the browser's own key for it (with Shift), which brings no HTML. */
    isPlain = false
    readonly #dom: HTMLElement

    /** Around what the editor itself listens to, which clears what was put there before. */
    constructor({ dom }: EditorView) {
      this.#dom = dom
      for (const type of ['copy', 'cut'] as const) dom.addEventListener(type, markAsOwn)
    }

    destroy(): void {
      for (const type of ['copy', 'cut'] as const) this.#dom.removeEventListener(type, markAsOwn)
    }
  },
  {
    eventHandlers: {
      keydown({ key, shiftKey, ctrlKey, metaKey }) {
        this.isPlain = shiftKey && (ctrlKey || metaKey) && key.toLowerCase() === 'v'
      },
      paste(event, view) {
        const { isPlain } = this
        this.isPlain = false
        const { state } = view
        const { main } = state.selection
        const data = event.clipboardData
        if (data === null || isPlain || state.readOnly || isInCode(state, main.head)) return false
        if (ADDRESS.test(data.getData('text/plain')) && !main.empty) return false
        const isCell = isInCell(state)
        const markdown = markdownOf(data, isCell)
        if (markdown === null) return false
        event.preventDefault()
        // At once: a moment later the cursor may be elsewhere, or one may only read.
        const cells = isCell && state.selection.ranges.length === 1 ? cellsOfTable(markdown) : null
        const change =
          cells !== null
            ? filled(state, cells)
            : isCell
              ? state.changeByRange((range) => inCell(range, wordsForCell(markdown, data.getData('text/plain'))))
              : state.changeByRange((range) => placed(state, range, markdown))
        view.dispatch({ ...change, userEvent: 'input.paste', scrollIntoView: true })
        return true
      },
    },
  },
)

/** Of what the editor copied; what is copied from a field of its search is none of its text. */
function markAsOwn({ clipboardData, defaultPrevented }: ClipboardEvent): void {
  if (defaultPrevented) clipboardData?.setData(OWN_TYPE, '1')
}

/** The words at least: of HTML that says nothing, or cannot be read because things are nested in it too deep. */
export function markdownOrPlain(html: string, plain: string): string {
  try {
    return htmlToMarkdown(html) || plain
  } catch {
    return plain
  }
}
