import { relativeTime } from '../relative-time.ts'
import { verbOf } from '../role-words.ts'
import type { Order, Row, Show } from './library-rows.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** As long as the server keeps what is in the trash. */
const TRASH_DAYS = 30

export const SHOW_LABELS: Readonly<Record<Show, string>> = {
  all: 'All',
  mine: 'Mine',
  shared: 'Shared with me',
  recent: 'On this device',
  archived: 'Archived',
  trash: 'Trash',
}

export const ORDER_LABELS: Readonly<Record<Order, string>> = {
  edited: 'Last edited',
  opened: 'Last opened here',
  title: 'Title',
}

/** Whose a document is, and what one can do with it. */
export function whoseWords({ role, ownerName }: Row): string {
  if (role === null) return ''
  if (role === 'owner') return 'Yours'
  return `${ownerName === '' ? 'Somebody else’s' : `${ownerName}’s`}, you can ${verbOf(role)}`
}

/** When something happened to it, as it matters to this list. */
export function whenWords({ trashedAt, editedAt, openedAt }: Row, order: Order, now: number, locale?: string): string {
  if (trashedAt !== null) {
    const left = Math.max(1, TRASH_DAYS - Math.floor((now - trashedAt) / DAY_MS))
    return `Deleted ${relativeTime(trashedAt, now, locale)}, kept for ${left === 1 ? 'another day' : `${left} more days`}`
  }
  if (openedAt !== null && (order === 'opened' || editedAt === null)) {
    return `Opened ${relativeTime(openedAt, now, locale)}`
  }
  return editedAt === null ? '' : `Edited ${relativeTime(editedAt, now, locale)}`
}

/** Why there is nothing to see, and what would be there. */
export const EMPTY_WORDS: Readonly<Record<Show, { readonly title: string; readonly text: string }>> = {
  all: {
    title: 'No documents yet',
    text: 'What you write, and what you open by a link that somebody sends you, is listed here.',
  },
  mine: { title: 'Nothing of yours yet', text: 'A document that you begin is yours: you alone share and delete it.' },
  shared: {
    title: 'Nothing is shared with you yet',
    text: 'When you open a link that somebody sends you, its document is listed here.',
  },
  recent: {
    title: 'This device keeps no documents',
    text: 'What you open in this browser is kept here, too, and can be read and written without a connection.',
  },
  archived: {
    title: 'Nothing is archived',
    text: 'Archive what you do not want to see every day. It stays as it is for everybody, and can be opened as before.',
  },
  trash: {
    title: 'The trash is empty',
    text: `A document that you delete is kept here for ${TRASH_DAYS} days. Until then you can restore it, with its links and people.`,
  },
}

/** How many there are, for who listens. */
export function countWords(shown: number, all: number, typed: string): string {
  const documents = all === 1 ? '1 document' : `${all} documents`
  return typed === '' ? documents : `${shown} of ${documents}`
}
