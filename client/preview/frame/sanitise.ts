import createSanitiser, { type Config } from 'dompurify'
import { fileIdOf, uploadIdOf } from '../../../shared/files/file-address.ts'

const CONFIG: Config & { IN_PLACE: true } = {
  IN_PLACE: true,
  USE_PROFILES: { html: true, mathMl: true },
  // Roots and braces of formulas are drawn: a path alone can do nothing.
  ADD_TAGS: ['semantics', 'annotation', 'svg', 'path', 'line'],
  // A document is read: it brings no styles of its own for everything, and nothing to fill in or to press.
  FORBID_TAGS: [
    'style',
    'form',
    'button',
    'textarea',
    'select',
    'option',
    'optgroup',
    'datalist',
    'fieldset',
    'dialog',
    'map',
    'area',
  ],
  FORBID_ATTR: [
    'srcset',
    'ping',
    'autofocus',
    'tabindex',
    'accesskey',
    'background',
    'poster',
    'usemap',
    'popover',
    'popovertarget',
  ],
  ALLOW_DATA_ATTR: false,
  ADD_ATTR: [
    'data-line',
    'data-note',
    'data-contents',
    'viewBox',
    'preserveAspectRatio',
    'd',
    'x1',
    'x2',
    'y1',
    'y2',
    'stroke-width',
  ],
  // The names of the text get a prefix, so that they are no names of this page.
  SANITIZE_NAMED_PROPS: true,
  // This is asked of every attribute: a scheme that is none of these is kept nowhere. `uploading:` leads nowhere by itself.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|uploading):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
}

/** Its own: Mermaid has one as well, and by the rules for the text a diagram would lose how it looks. */
const sanitiser = createSanitiser(window)

/** What a style attribute may set: what formulas need, and no place over other content. */
const DECLARATION =
  /^(?:color|background-color|border-color|text-align|vertical-align|height|min-height|width|min-width|top|bottom|left|(?:margin|padding)-(?:top|right|bottom|left)|border-(?:bottom-|right-|top-)?width|border-(?:bottom-|right-|top-)?style|position)$/

/** Whole addresses, and places in the document: what is relative would be so to the program, which is no business of the text. */
const LINK = /^(?:https?:|mailto:|tel:|#)/i

/** What this page makes itself has these classes, and nothing of the text looks like it. */
const OWN_CLASS =
  /^(?:section|block(?:-.*)?|notes|diagram|media-(?:held|missing)|link-bare|cell-breaks|table-small|file-.*|slide-.*)$/

sanitiser.addHook('uponSanitizeAttribute', (element, attribute) => {
  // Links of SVG and MathML go where this page does not see it.
  if (attribute.attrName === 'xlink:href') attribute.keepAttr = false
  if (attribute.attrName === 'href')
    attribute.keepAttr = element.nodeName === 'A' && leadsSomewhere(attribute.attrValue)
  if (attribute.attrName === 'class') {
    const classes = attribute.attrValue.split(/\s+/).filter((each) => !OWN_CLASS.test(each))
    attribute.attrValue = classes.join(' ')
  }
  if (attribute.attrName !== 'style') return
  attribute.attrValue = safeStyle(attribute.attrValue)
  attribute.keepAttr = attribute.attrValue !== '' && element.nodeType === Node.ELEMENT_NODE
})

sanitiser.addHook('afterSanitizeAttributes', (element) => {
  if (element.nodeName === 'INPUT') {
    if (element.getAttribute('type')?.toLowerCase() !== 'checkbox') element.remove()
    element.removeAttribute('id')
  }
})

/** Without a window: nothing in it is loaded, and nothing runs. */
const inert = document.implementation.createHTMLDocument()

/**
 * What is safe of each of `parts`, in an element of its own. Together, because the sanitiser takes longer to begin than for a
 * block; and as they were read, because HTML that is written and read once more may mean something else.
 */
export function sanitise(parts: readonly string[]): HTMLElement[] {
  const all = inert.createElement('div')
  const elements = parts.map((html) => {
    const element = inert.createElement('div')
    element.innerHTML = html
    return element
  })
  all.append(...elements)
  // SVG and MathML may have something of that name, too, which goes as all does that they should not have.
  for (const frame of all.querySelectorAll('iframe')) if (frame.namespaceURI === all.namespaceURI) linkInstead(frame)
  sanitiser.sanitize(all, CONFIG)
  return elements
}

/** Pages of others are not shown within a document; whoever wants to see one opens it beside. Nothing is left of one that leads nowhere. */
function linkInstead(frame: Element): void {
  const address = (frame.getAttribute('src') ?? '').trim().replace(/^\/\//, 'https://')
  if (!/^https?:/i.test(address)) return frame.remove()
  const link = inert.createElement('a')
  link.setAttribute('href', address)
  link.textContent = frame.getAttribute('title')?.trim() || address
  frame.replaceWith(link)
}

/** Files of the document are the only thing that is relative: this page makes something else of such links. */
function leadsSomewhere(address: string): boolean {
  return LINK.test(address) || fileIdOf(address) !== null || uploadIdOf(address) !== null
}

function safeStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':', 2).map((part) => part.trim().toLowerCase()))
    .filter(
      ([name = '', value = '']) =>
        DECLARATION.test(name) &&
        /^[#%\w\s.,()-]+$/.test(value) &&
        !/url|var|attr|image/.test(value) &&
        (name !== 'position' || value === 'relative'),
    )
    .map(([name, value]) => `${name}:${value}`)
    .join(';')
}
