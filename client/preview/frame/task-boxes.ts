import type { PageWords } from '../page-words.ts'

/** Boxes of tasks can be ticked by whoever may write; all others only show what they are. */
export function prepareBoxes(parent: ParentNode, isEditable: boolean, words: PageWords): void {
  for (const box of parent.querySelectorAll<HTMLInputElement>('input')) {
    const item = box.closest('.task-list-item')
    box.disabled = !isEditable || item === null
    box.setAttribute(
      'aria-label',
      item?.firstElementChild === box ? labelOf(item, words) : (item?.textContent.trim() ?? words.box),
    )
  }
}

/** The item's own words, without those of a list within it. */
function labelOf(item: Element, words: PageWords): string {
  const own = [...item.childNodes].filter((node) => !/^(?:UL|OL)$/.test(node.nodeName)).map((node) => node.textContent)
  return own.join('').trim() || words.task
}
