/** The alerts that GitHub has. */
export type AlertKind = 'note' | 'tip' | 'important' | 'warning' | 'caution'

/** Which alert is shown for what others call theirs, Obsidian above all. */
const KINDS: Readonly<Record<AlertKind, readonly string[]>> = {
  note: ['note', 'info', 'todo', 'abstract', 'summary', 'tldr', 'example', 'quote', 'cite', 'question', 'help', 'faq'],
  tip: ['tip', 'hint', 'success', 'check', 'done'],
  important: ['important'],
  warning: ['warning', 'attention'],
  caution: ['caution', 'danger', 'error', 'bug', 'failure', 'fail', 'missing'],
}

const BY_NAME = new Map(
  Object.entries(KINDS).flatMap(([kind, names]) => names.map((name) => [name, kind as AlertKind] as const)),
)

/** Null: what is called so, in whatever case, is no alert. */
export function alertKindOf(name: string): AlertKind | null {
  return BY_NAME.get(name.toLowerCase()) ?? null
}
