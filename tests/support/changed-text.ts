import type { TextChange } from '../../client/preview/messages.ts'

/** The text after `changes`, one after the other. */
export function changedText(text: string, changes: readonly TextChange[]): string {
  return changes.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text)
}
