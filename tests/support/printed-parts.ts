import type { Locator, Page } from 'playwright-core'

/** The paper of an A4 page within its margins, at 96 dots per inch. */
const PAPER = { width: 672, height: 1000 }

/** Lays a page out as on paper; what is beside the paper is on none. */
export async function layOutForPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(PAPER)
}

/** Words of those cells that are not wholly on the paper, with their contents: a table's own box says nothing of these. */
export function cellsBesidePaper(document: Locator): Promise<string[]> {
  return document.evaluate((root) => {
    const { left, right } = root.getBoundingClientRect()
    return [...root.querySelectorAll('th, td')].flatMap((cell) => {
      const contents = new Range()
      contents.selectNodeContents(cell)
      const rects = [cell.getBoundingClientRect(), ...contents.getClientRects()]
      return rects.every((rect) => rect.left >= left - 1 && rect.right <= right + 1) ? [] : [cell.textContent]
    })
  })
}
