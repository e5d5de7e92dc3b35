import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { isInCode } from './code-places.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'

/** What makes HTML more than the words in it. */
const FORMATTED =
  /<(?:a\s[^>]*href|h[1-6]|ul|ol|table|blockquote|pre|code|img|del|s|strong|em|i)\b|<b(?![^>]*font-weight:\s*normal)\b|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic/i

/** Longer HTML is pasted as the words in it: to read it would hold the page up. */
const MAX_HTML_LENGTH = 2_000_000

/** Whether what is pasted is worth more than its plain text. Where it comes from another editor of code, that is what it is. */
export function isFormatted(html: string, plain: string): boolean {
  if (html.length > MAX_HTML_LENGTH || /\bvscode-|data-vscode/i.test(html)) return false
  return FORMATTED.test(html) && plain.trim() !== ''
}

/** Formatted text and the cells of spreadsheets become Markdown. The browser's own key for plain text (with Shift) brings no HTML. */
export const pasteAsMarkdown: Extension = EditorView.domEventHandlers({
  paste(event, view) {
    const { clipboardData } = event
    const html = clipboardData?.getData('text/html') ?? ''
    const plain = clipboardData?.getData('text/plain') ?? ''
    if (view.state.readOnly || !isFormatted(html, plain) || isInCode(view.state, view.state.selection.main.head))
      return false
    event.preventDefault()
    // At once: a moment later the cursor may be elsewhere, or one may only read.
    const change = view.state.replaceSelection(markdownOrPlain(html, plain))
    view.dispatch({ ...change, userEvent: 'input.paste', scrollIntoView: true })
    return true
  },
})

/** The words at least: of HTML that says nothing, or cannot be read because things are nested in it too deep. */
export function markdownOrPlain(html: string, plain: string): string {
  try {
    return htmlToMarkdown(html) || plain
  } catch {
    return plain
  }
}
