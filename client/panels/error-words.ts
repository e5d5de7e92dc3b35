import { signal } from '@preact/signals'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { words } from './document-words.ts'

const known = signal<((code: ErrorCode) => string) | null>(null)
let fetching: Promise<void> | null = null

/** Why things are refused, in words. Resolves once they are here, or cannot be had for now. */
export function fetchReasons(): Promise<void> {
  fetching ??= import('./error-sentences.ts').then(
    ({ sentenceOf }) => void (known.value = sentenceOf),
    () => void (fetching = null),
  )
  return fetching
}

/** The sentence for a refusal: at first that it is one, and once the words for it are here, why. Observed like a signal. */
export function reasonOf(code: ErrorCode): string {
  if (known.value === null) void fetchReasons()
  return known.value?.(code) ?? words.refused
}
