/** No text has it, and nothing of Markdown or HTML is in it. */
const MARK = 'x-weft-quiet-'
/** Also where it is the same words in a text: the mark is taken off again. */
const ACTIVE_ATTRIBUTE = /(?<=[\s"'])(?=(?:style|on[a-z]{1,30})\s*=)/gi
const STYLE_TAG = /<(\/?)style(?=[\s/>])/gi

/**
 * HTML without what a page's rules forbid: the browser looks at styles and handlers even in a document that nobody sees, and says of each
 * one in its console that it was refused. Styles of elements are kept under another name, sheets as what is not read either.
 */
export function quietHtml(html: string): string {
  return html.replaceAll(STYLE_TAG, `<$1script ${MARK}`).replaceAll(ACTIVE_ATTRIBUTE, MARK)
}

/** What was read of it, as it was. */
export function unmarked(text: string): string {
  return text.replaceAll(`script ${MARK}`, 'style').replaceAll(MARK, '')
}

/** Under which an element has its style. */
export const STYLE = `${MARK}style`

export function styleOf(element: Element): string {
  return element.getAttribute(STYLE) ?? ''
}
