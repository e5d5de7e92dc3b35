import type { SaveStatus } from '../sync/session.ts'
import { status as english } from '../words/en/status.ts'
import { wordsOf } from '../words/words.ts'
import { reasonOf } from './error-words.ts'

export const words = wordsOf('status', english)

/** What the status bar says. */
export function statusWords(status: SaveStatus): string {
  switch (status.name) {
    case 'opening':
      return words.opening
    case 'blank':
      return words.blank
    case 'saved':
      return words.saved
    case 'saving':
      return words.saving
    case 'offline':
      if (status.changes === 0) return words.offline
      return status.kept ? words.keptChanges(status.changes) : words.notKept
    case 'not-saved':
      // Nothing waits: then nothing is unsaved either.
      return status.changes > 0 ? words.notSaved(reasonOf(status.code)) : reasonOf(status.code)
  }
}

/**
 * What a screen reader is told when the status has become `status`: null for nothing. Saving and saved alternate with
 * every pause of the hand, so they are worth a word only after trouble.
 */
export function announcement(status: SaveStatus, announced: string): string | null {
  if (status.name === 'opening' || status.name === 'blank' || status.name === 'saving') return null
  if (status.name === 'saved') return announced === '' || announced === words.saved ? null : words.saved
  // Without the number, which grows with every key.
  const news = status.name === 'offline' && status.kept && status.changes > 0 ? words.kept : statusWords(status)
  return news === announced ? null : news
}

/** The answer to Ctrl-S. */
export function saveKeyWords(status: SaveStatus): string {
  switch (status.name) {
    case 'opening':
      return words.stillOpening
    case 'blank':
      return words.nothingYet
    case 'saved':
      return words.savedAlready
    case 'saving':
      return words.savingNow
    case 'offline':
    case 'not-saved':
      return statusWords(status)
  }
}

/** Edits that no server has confirmed would be left behind. */
export function isUnsaved(status: SaveStatus): boolean {
  return status.name === 'saving' || ((status.name === 'offline' || status.name === 'not-saved') && status.changes > 0)
}

/**
 * Edits that may exist in this page alone would be lost with it. `durable`: this device keeps what waits, so that what is
 * on its way is safe as well.
 */
export function wouldBeLost(status: SaveStatus, durable: boolean): boolean {
  if (status.name === 'saving') return !durable
  return (status.name === 'offline' || status.name === 'not-saved') && status.changes > 0 && !status.kept
}

/** Everything that was written is with the server, or on this device for as long as it is not. */
export function isKeptOrSaved(status: SaveStatus): boolean {
  return !isUnsaved(status) || (status.name !== 'saving' && 'kept' in status && status.kept)
}

/** Whole seconds until `at`, never below 0. Both in milliseconds since 1970. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000))
}
