/** Roman ones are longer than the numbers that they are, and their letters are narrow: enough for `lxxxviii`. */
const ROMAN_DIGITS = 6

/** Numbers stand beside their items: styles have to know how long they get, or the beginning of the longest is cut off. */
export function makeRoomForNumbers(root: ParentNode): void {
  for (const list of root.querySelectorAll('ol')) {
    const digits = digitsOf(list)
    if (digits > 1) list.style.setProperty('--digits', String(digits))
  }
}

/** How long its longest number is. Markdown says where a list begins; HTML may also say the number of an item, or count down. */
function digitsOf(list: HTMLOListElement): number {
  if (/^i$/i.test(list.type)) return ROMAN_DIGITS
  const items = [...list.children].filter((child) => child instanceof HTMLLIElement)
  const step = list.reversed ? -1 : 1
  let next = list.reversed && !list.hasAttribute('start') ? items.length : list.start
  let digits = 0
  for (const item of items) {
    const number = item.hasAttribute('value') ? item.value : next
    digits = Math.max(digits, String(number).length)
    next = number + step
  }
  return digits
}
