/** Signs that steer, and halves of a pair. */
const NOT_IN_XML = /[^\P{Cc}\t\n\r\x7f-\x9f]|[\uFFFE\uFFFF]|\p{Cs}/gu

/** What XML cannot hold is left out. */
export function safe(text: string): string {
  return text.replaceAll(NOT_IN_XML, '')
}
