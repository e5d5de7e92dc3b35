import { ERRORS } from '../../shared/protocol/errors.ts'
import type { SaveStatus } from '../sync/session.ts'

export function changesPhrase(changes: number): string {
  return changes === 1 ? '1 change' : `${changes} changes`
}

/** What the status bar says. */
export function statusWords(status: SaveStatus): string {
  switch (status.name) {
    case 'opening':
      return 'Opening'
    case 'blank':
      return 'Nothing to save yet'
    case 'saved':
      return 'Saved'
    case 'saving':
      return 'Saving'
    case 'offline':
      if (status.changes === 0) return 'Offline: no unsaved changes'
      return status.kept
        ? `Offline: kept on this device (${changesPhrase(status.changes)})`
        : 'Offline: not kept on this device'
    case 'not-saved':
      // Nothing waits: then nothing is unsaved either.
      return `${status.changes > 0 ? 'Not saved: ' : ''}${ERRORS[status.code].sentence}`
  }
}

/**
 * What a screen reader is told when the status has become `status`: null for nothing. Saving and saved alternate with
 * every pause of the hand, so they are worth a word only after trouble.
 */
export function announcement(status: SaveStatus, announced: string): string | null {
  if (status.name === 'opening' || status.name === 'blank' || status.name === 'saving') return null
  if (status.name === 'saved') return announced === '' || announced === 'Saved' ? null : 'Saved'
  // Without the number, which grows with every key.
  const words =
    status.name === 'offline' && status.kept && status.changes > 0
      ? 'Offline: kept on this device'
      : statusWords(status)
  return words === announced ? null : words
}

/** The answer to Ctrl-S. */
export function saveKeyWords(status: SaveStatus): string {
  switch (status.name) {
    case 'opening':
      return 'The document is still opening.'
    case 'blank':
      return 'Nothing to save yet: everything is saved as you type.'
    case 'saved':
      return 'Saved already: everything is saved as you type.'
    case 'saving':
      return 'Saving now: everything is saved as you type.'
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

/** Whole seconds until `at`, never below 0. Both in milliseconds since 1970. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000))
}
