/** The text, the page that it makes, or both beside each other. */
export type View = 'write' | 'split' | 'read'

/** In the order of their keys: Alt-Shift-1 and so on. */
export const VIEWS: readonly View[] = ['write', 'split', 'read']

/** The view that a key asks for; null for every other key. By place, since Alt and Shift make other signs of the digits. */
export function viewOfKey(
  event: Pick<KeyboardEvent, 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'code'>,
): View | null {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return null
  return viewOfCode(event.code)
}

export function viewOfCode(code: string): View | null {
  return VIEWS[Number(/^Digit([123])$/.exec(code)?.[1] ?? 0) - 1] ?? null
}

/** As it was kept for the next visit; null when it is none. */
export function viewFrom(kept: string | null): View | null {
  return VIEWS.find((view) => view === kept) ?? null
}
