import { keys as english } from '../../words/en/keys.ts'
import { wordsOf } from '../../words/words.ts'

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' }
const NAMES: Readonly<Record<string, string>> = {
  ...wordsOf('keys', english),
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** A key as it is written on keyboards; `key` in CodeMirror's notation: `Mod-Shift-x`. */
export function keyWords(key: string, isMac: boolean): string {
  const parts = key.split(/-(?!$)/).map((part) => (part.length === 1 ? part.toUpperCase() : part))
  const named = parts.map((part) => (isMac ? MAC_SIGNS[part] : undefined) ?? NAMES[part] ?? part)
  return named.join(isMac ? '' : '+')
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(key: string, isMac: boolean): string {
  const parts = key.split(/-(?!$)/)
  return parts
    .map((part) => (part === 'Mod' ? (isMac ? 'Meta' : 'Control') : part.length === 1 ? part.toUpperCase() : part))
    .join('+')
}

/** What opens the list of all actions. Firefox keeps Ctrl-Shift-P for itself: there the other key is told, which works everywhere. */
export function actionsKey(): string {
  return /Firefox/.test(navigator.userAgent) ? 'Alt-Shift-P' : 'Mod-Shift-p'
}

export function isMac(): boolean {
  return /Mac|iP/.test(navigator.platform)
}
