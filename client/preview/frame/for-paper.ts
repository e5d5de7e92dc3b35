/** A word that is longer than a column should be wide. */
const LONG_WORD = /\S{28}/

/** What styles for paper cannot see by themselves: links that say their address, and cells with words that have to be broken. */
export function prepareForPaper(root: Element): void {
  markBareLinks(root)
  for (const cell of root.querySelectorAll('td, th'))
    if (LONG_WORD.test(cell.textContent)) cell.classList.add('cell-breaks')
}

/**
 * On paper the address of a link stands behind its words; not where they say it already, or where it is a picture's. By class, since
 * styles cannot compare.
 */
function markBareLinks(root: Element): void {
  for (const link of root.querySelectorAll('a[href^="http"]')) {
    const words = shortened(link.textContent)
    const address = link.getAttribute('href') ?? ''
    if (words === '' || words === shortened(address) || words === shortened(decoded(address)))
      link.classList.add('link-bare')
  }
}

function shortened(address: string): string {
  return address
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')
}

/** Addresses are shown with the letters that are written in them by numbers. */
function decoded(address: string): string {
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}
