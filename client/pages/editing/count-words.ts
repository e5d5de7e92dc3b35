/** What most people read of an ordinary text. */
const WORDS_A_MINUTE = 230

export function minutesToRead(words: number): number {
  return Math.ceil(words / WORDS_A_MINUTE)
}
