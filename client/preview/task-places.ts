import type { TaskClick, TextChange } from './messages.ts'
import { boxAt } from './task-box.ts'
import { placeAfter } from './text-changes.ts'

/** A text before its last change. */
interface Before {
  readonly version: number
  readonly lines: readonly string[]
  readonly changes: readonly TextChange[]
}

/**
 * Finds the boxes that somebody presses, also on a page that does not show the last change yet. It is never further behind: the
 * next change is sent when the last one is shown.
 */
export class TaskPlaces {
  #before: Before | null = null

  changed(before: Before): void {
    this.#before = before
  }

  /** Where the box begins in the text of `version`, which has these lines; null when it is gone, or is as it is wanted. */
  find(click: TaskClick, version: number, lines: readonly string[]): number | null {
    if (click.version === version) return placeOf(click, lines)
    if (click.version !== this.#before?.version) return null
    const at = placeOf(click, this.#before.lines)
    return at === null ? null : placeAfter(at, this.#before.changes)
  }
}

function placeOf({ line, checked }: TaskClick, lines: readonly string[]): number | null {
  const box = boxAt(lines[line] ?? '')
  if (box === null || box.checked === checked) return null
  return lines.slice(0, line).reduce((length, { length: own }) => length + own + 1, box.at)
}
