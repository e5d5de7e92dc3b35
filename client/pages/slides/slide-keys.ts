/** What a key asks for while slides are shown. */
export type SlideAction =
  | { readonly name: 'step'; readonly by: 1 | -1 }
  | { readonly name: 'go'; readonly slide: number }
  | { readonly name: 'end' | 'list' | 'full-screen' | 'speaker' | 'black' | 'help' | 'leave' }
  /** The digits of a number so far; '' when they are to be forgotten. */
  | { readonly name: 'digits'; readonly digits: string }

/** Longer than any number of a slide. */
const MAX_DIGITS = 4

const ACTIONS: Readonly<Record<string, SlideAction>> = {
  ArrowRight: { name: 'step', by: 1 },
  ArrowDown: { name: 'step', by: 1 },
  PageDown: { name: 'step', by: 1 },
  ' ': { name: 'step', by: 1 },
  n: { name: 'step', by: 1 },
  ArrowLeft: { name: 'step', by: -1 },
  ArrowUp: { name: 'step', by: -1 },
  PageUp: { name: 'step', by: -1 },
  Backspace: { name: 'step', by: -1 },
  p: { name: 'step', by: -1 },
  Home: { name: 'go', slide: 0 },
  End: { name: 'end' },
  o: { name: 'list' },
  f: { name: 'full-screen' },
  s: { name: 'speaker' },
  b: { name: 'black' },
  '.': { name: 'black' },
  '?': { name: 'help' },
  Escape: { name: 'leave' },
}

/** By `KeyboardEvent.key`; `digits` are those pressed before it. Null for a key that means nothing here. */
export function slideAction(key: string, digits: string, isShifted = false): SlideAction | null {
  if (/^\d$/.test(key)) return { name: 'digits', digits: (digits + key).slice(-MAX_DIGITS) }
  if (key === 'Enter') {
    return digits === '' ? { name: 'step', by: 1 } : { name: 'go', slide: Math.max(0, Number(digits) - 1) }
  }
  if (key === ' ' && isShifted) return { name: 'step', by: -1 }
  const known = Object.hasOwn(ACTIONS, key) ? key : key.toLowerCase()
  return Object.hasOwn(ACTIONS, known) ? (ACTIONS[known] ?? null) : null
}
