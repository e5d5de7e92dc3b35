/** Where a key moves the focus in a menu of these labels: an index, or null when the key is not the menu's. */
export function nextItem(labels: readonly string[], current: number, key: string): number | null {
  const count = labels.length
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count
    case 'ArrowUp':
      return (Math.max(current, 0) + count - 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return /^\p{L}$/u.test(key) ? startingWith(labels, current, key.toLowerCase()) : null
  }
}

function startingWith(labels: readonly string[], current: number, letter: string): number | null {
  for (let step = 1; step <= labels.length; step++) {
    const index = (current + step) % labels.length
    if (labels[index]?.toLowerCase().startsWith(letter) === true) return index
  }
  return null
}
