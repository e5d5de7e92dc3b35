/** What styles fetch something by, but for parts of the same drawing, like the heads of its arrows. */
const FETCHES = /\b(?:url|src|image|image-set)\(\s*(?!["']?#)/gi

const ADDRESS = /^(?:[\w-]+:)?(?:href|src|srcset|poster)$/i

/**
 * A drawing without what it would load. As a picture it can load nothing anyway; saved or opened by itself it could. Rejected if it is no
 * picture at all. How it looks stays: colours and places are mostly said by styles, and within a picture none can do harm.
 */
export function withoutAddresses(svg: string): string {
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const fault = drawing.querySelector('parsererror')
  if (fault !== null) throw new Error(fault.textContent)
  for (const element of drawing.querySelectorAll('*')) {
    if (element.localName === 'style') element.textContent = withoutFetches(element.textContent)
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? ''
      if (ADDRESS.test(name) && !/^(?:#|data:)/i.test(value)) element.removeAttribute(name)
      else if (name === 'style' || /url|\\/i.test(value)) element.setAttribute(name, withoutFetches(value))
    }
  }
  return new XMLSerializer().serializeToString(drawing)
}

/** A style that names what is unknown is no style. Escapes would hide what is named. */
function withoutFetches(styles: string): string {
  return styles
    .replaceAll('\\', '')
    .replaceAll(FETCHES, 'nothing(')
    .replaceAll(/@import/gi, '@nothing')
}
