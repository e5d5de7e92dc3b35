import type { TextChange } from './messages.ts'

/** The text after `changes`, one after the other. */
export function changedText(text: string, changes: readonly TextChange[]): string {
  return changes.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text)
}

/** Where `at` is after `changes`, one after the other; null when what stood there is gone. */
export function placeAfter(at: number, changes: readonly TextChange[]): number | null {
  let now = at
  for (const { at: from, remove, insert } of changes) {
    if (now >= from + remove) now += insert.length - remove
    else if (now >= from) return null
  }
  return now
}
