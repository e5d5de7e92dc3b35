import { library } from '../../words/en/library.ts'
import { wordsOf } from '../../words/words.ts'
import { relativeTime } from '../relative-time.ts'
import { verbOf } from '../role-words.ts'
import type { Order, Row } from './library-rows.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** As long as the server keeps what is in the trash. */
const TRASH_DAYS = 30

export const words = wordsOf('library', library)

/** Whose a document is, and what one can do with it. */
export function whoseWords({ role, ownerName }: Row): string {
  if (role === null) return ''
  if (role === 'owner') return words.yours
  return ownerName === '' ? words.somebodyElses(verbOf(role)) : words.somebodys(ownerName, verbOf(role))
}

/** When something happened to it, as it matters to this list. */
export function whenWords({ trashedAt, editedAt, openedAt }: Row, order: Order, now: number, locale?: string): string {
  if (trashedAt !== null) {
    const left = Math.max(1, TRASH_DAYS - Math.floor((now - trashedAt) / DAY_MS))
    return words.deletedAt(relativeTime(trashedAt, now, locale), left)
  }
  if (openedAt !== null && (order === 'opened' || editedAt === null)) {
    return words.openedAt(relativeTime(openedAt, now, locale))
  }
  return editedAt === null ? '' : words.editedAt(relativeTime(editedAt, now, locale))
}

/** How many there are, for who listens. */
export function countWords(shown: number, all: number, typed: string): string {
  return typed === '' ? words.count(all) : words.countOf(shown, all)
}
