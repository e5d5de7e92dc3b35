import type { Role } from '../../../shared/access/roles.ts'
import type { ListedDocument } from '../../../shared/library/library-answers.ts'
import type { RecentDocument } from '../../sync/recent-documents.ts'
import { locale as pageLocale } from '../../words/locale.ts'
import { shownLine, UNTITLED } from '../../sync/untitled.ts'

/** A document in the list: what the server says of it, and what this device knows. */
export interface Row {
  readonly document: string
  /** Of a link that this device opened it by; '' without one. */
  readonly key: string
  readonly title: string
  /** Null when nobody said it yet. */
  readonly role: Role | null
  /** '' when that is not known. */
  readonly ownerName: string
  /** Times are milliseconds since the Unix epoch; null when that is not known. */
  readonly editedAt: number | null
  /** On this device. */
  readonly openedAt: number | null
  readonly archivedAt: number | null
  readonly trashedAt: number | null
  /** Something of this device has not reached the server. */
  readonly isUnsaved: boolean
  /** The server has it for whoever asks. */
  readonly isListed: boolean
}

export const SHOWS = ['all', 'mine', 'shared', 'recent', 'archived', 'trash'] as const
export type Show = (typeof SHOWS)[number]

export const ORDERS = ['edited', 'opened', 'title'] as const
export type Order = (typeof ORDERS)[number]

/** What a text that says nothing is called; or one that this device has not read. */
const untitled = shownLine(UNTITLED)

/**
 * What the server lists (null: nothing of that is known) and what this device keeps, as one. What is not saved yet is called
 * as this device calls it.
 */
export function rowsOf(listed: readonly ListedDocument[] | null, recents: readonly RecentDocument[]): Row[] {
  const here = new Map(recents.map((recent) => [recent.document, recent]))
  const known = (listed ?? []).map((entry): Row => {
    const recent = here.get(entry.document)
    here.delete(entry.document)
    const isUnsaved = recent?.unsaved ?? false
    const { document, role, ownerName, editedAt, archivedAt, trashedAt } = entry
    const ownTitle = recent === undefined || recent.title === untitled ? null : recent.title
    const title = (isUnsaved ? ownTitle : entry.title) ?? ownTitle ?? shownLine(entry.firstLine ?? UNTITLED)
    const { key = '', openedAt = null } = recent ?? {}
    return {
      document,
      key,
      title,
      role,
      ownerName,
      editedAt,
      openedAt,
      archivedAt,
      trashedAt,
      isUnsaved,
      isListed: true,
    }
  })
  const others = [...here.values()].map(({ document, key, title, role, openedAt, unsaved }): Row => {
    const nothing = { ownerName: '', editedAt: null, archivedAt: null, trashedAt: null, isListed: false }
    return { document, key, title, role, openedAt, isUnsaved: unsaved, ...nothing }
  })
  return [...known, ...others]
}

/** Whether a row belongs to what is shown. `isOffline`: there is nothing but what this device keeps. */
export function isShown(row: Row, show: Show, isOffline: boolean): boolean {
  if (show === 'trash') return row.trashedAt !== null
  if (row.trashedAt !== null) return false
  if (show === 'recent') return row.openedAt !== null
  if (show === 'archived') return row.archivedAt !== null
  // What this device keeps and the server does not give is no more than that, unless it is on its way there.
  const isThere = row.isListed || row.isUnsaved || isOffline
  if (!isThere || row.archivedAt !== null) return false
  if (show === 'mine') return row.role === 'owner'
  return show === 'all' || (row.role !== null && row.role !== 'owner')
}

/** Whether all the words that were typed stand in the title or the owner's name. */
export function matches({ title, ownerName }: Row, typed: string): boolean {
  const text = folded(`${title} ${ownerName}`)
  return folded(typed)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The latest first, or by title; what has no such time comes last. */
export function compareRows(order: Order, locale = pageLocale): (one: Row, other: Row) => number {
  const titles = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
  const byTitle = (one: Row, other: Row): number => titles.compare(one.title, other.title)
  if (order === 'title') return byTitle
  const time = (row: Row): number => (order === 'edited' ? (row.editedAt ?? row.openedAt) : (row.openedAt ?? -1)) ?? -1
  return (one, other) => time(other) - time(one) || byTitle(one, other)
}

/** Without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
