/** What most people read of an ordinary text. */
const WORDS_A_MINUTE = 230

export function minutesToRead(words: number): number {
  return Math.ceil(words / WORDS_A_MINUTE)
}

/** `1,234 words`. */
export function countWords(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
