import type { Locator } from 'playwright-core'

/** Numbers for which their list has no room beside its items. Nothing tells where they stand: each item begins with what its own is. */
export function numbersWithoutRoom(document: Locator): Promise<string[]> {
  return document.evaluate((root) =>
    [...root.querySelectorAll('ol > li')].flatMap((item) => {
      const [number] = /^\d+(?=:)/.exec(item.textContent.trim()) ?? ['an item without a number']
      const measured = item.ownerDocument.createElement('span')
      measured.style.cssText = 'position: absolute; white-space: pre'
      measured.textContent = `${number}. `
      item.append(measured)
      const { width } = measured.getBoundingClientRect()
      measured.remove()
      const room = Number.parseFloat(getComputedStyle(item.parentElement ?? item).paddingInlineStart)
      return room >= width ? [] : [number]
    }),
  )
}
