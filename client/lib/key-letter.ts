/**
 * The letter that a key with Ctrl or Cmd means, in lower case: the one that it writes, wherever that is on the keyboard, and where
 * it writes none of ours, as in Cyrillic, the one at its place. Of other keys what they write, or nothing.
 */
export function keyLetter({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[!-~]$/.test(key)) return key.toLowerCase()
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? ''
}
