import { MAX_FILE_NAME_LENGTH } from '../protocol/limits.ts'

/** Half characters, control characters, and those that turn the direction of what is around them. */
const UNSEEN = /[\p{Cs}\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** What no file system takes in a name, or takes for a way into a folder. */
const RESERVED = /[/\\:*?"<>|]/g

const LONGEST_ENDING = 12

/**
 * The name as it can be stored, shown and written on any device: one line, that looks as it is, of at most MAX_FILE_NAME_LENGTH. Never
 * empty.
 */
export function cleanFileName(given: string): string {
  const name = given
    .normalize('NFC')
    .replaceAll(UNSEEN, '')
    .replaceAll(RESERVED, '_')
    .replaceAll(/\s+/g, ' ')
    // Hidden on some systems, and dropped on others.
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  return name === '' ? 'file' : cut(name)
}

function cut(name: string): string {
  if (name.length <= MAX_FILE_NAME_LENGTH) return name
  const dot = name.lastIndexOf('.')
  const ending = name.length - dot <= LONGEST_ENDING ? name.slice(dot) : ''
  // Never within a character.
  return name.slice(0, MAX_FILE_NAME_LENGTH - ending.length).replace(/[\uD800-\uDBFF]$/, '') + ending
}
