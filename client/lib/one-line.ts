/**
 * What somebody wrote as one trimmed line: without control characters, and without those that turn the direction of whatever
 * stands behind them, in this line and in every list that shows it.
 */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
}
