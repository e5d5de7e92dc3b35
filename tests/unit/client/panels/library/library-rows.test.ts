import { describe, expect, it } from 'vitest'
import {
  type Row,
  SHOWS,
  compareRows,
  isShown,
  matches,
  rowsOf,
} from '../../../../../client/panels/library/library-rows.ts'
import type { RecentDocument } from '../../../../../client/sync/recent-documents.ts'
import type { ListedDocument } from '../../../../../shared/library/library-answers.ts'

const listed = (document: string, more: Partial<ListedDocument> = {}): ListedDocument => ({
  document,
  title: null,
  firstLine: null,
  role: 'owner',
  ownerName: 'Ada',
  createdAt: 1,
  editedAt: 10,
  archivedAt: null,
  trashedAt: null,
  ...more,
})
const recent = (document: string, more: Partial<RecentDocument> = {}): RecentDocument => ({
  document,
  key: `key of ${document}`,
  title: `${document} here`,
  openedAt: 20,
  role: 'editor',
  unsaved: false,
  ...more,
})
const only = (rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new Error(`${rows.length} rows`)
  return row
}
const titleOf = (entry: ListedDocument | null, here?: RecentDocument) =>
  only(rowsOf(entry && [entry], here ? [here] : [])).title

describe('what the server lists and this device keeps', () => {
  it('is one row for a document that both have, with the key and the time of this device', () => {
    expect(rowsOf([listed('a')], [recent('a'), recent('b')])).toMatchObject([
      { document: 'a', key: 'key of a', role: 'owner', editedAt: 10, openedAt: 20, isListed: true },
      { document: 'b', key: 'key of b', role: 'editor', editedAt: null, openedAt: 20, isListed: false },
    ])
    expect(rowsOf([listed('a')], [])).toMatchObject([{ key: '', openedAt: null, isUnsaved: false }])
  })

  it('has the title that somebody gave, or else the first line, as this device has it first', () => {
    expect(titleOf(listed('a', { title: 'Given', firstLine: 'There' }), recent('a'))).toBe('Given')
    expect(titleOf(listed('a', { firstLine: 'There' }), recent('a'))).toBe('a here')
    expect(titleOf(listed('a', { firstLine: 'There' }))).toBe('There')
    expect(titleOf(listed('a'))).toBe('Untitled')
    expect(titleOf(null, recent('a'))).toBe('a here')
    // This device opened it, and was closed before it had read it.
    expect(titleOf(listed('a', { firstLine: 'There' }), recent('a', { title: 'Untitled' }))).toBe('There')
    // Renamed here, and not sent yet.
    expect(titleOf(listed('a', { title: 'Before' }), recent('a', { unsaved: true, title: 'After' }))).toBe('After')
  })

  it('is told apart by what it is to whoever looks', () => {
    const rows = rowsOf(
      [
        listed('mine'),
        listed('shared', { role: 'viewer' }),
        listed('away', { archivedAt: 5 }),
        listed('gone', { trashedAt: 5, archivedAt: 5 }),
      ],
      [recent('shared'), recent('gone'), recent('here'), recent('unsaved', { unsaved: true, role: null })],
    )
    const shownOf = (isOffline: boolean) =>
      Object.fromEntries(
        SHOWS.map((show) => [
          show,
          rows.filter((row) => isShown(row, show, isOffline)).map(({ document }) => document),
        ]),
      )
    expect(shownOf(false)).toEqual({
      all: ['mine', 'shared', 'unsaved'],
      mine: ['mine'],
      shared: ['shared'],
      recent: ['shared', 'here', 'unsaved'],
      archived: ['away'],
      trash: ['gone'],
    })
    expect(shownOf(true)).toMatchObject({ all: ['mine', 'shared', 'here', 'unsaved'], shared: ['shared', 'here'] })
  })
})

describe('the list', () => {
  const row = (title: string, editedAt: number | null = null, openedAt: number | null = null): Row => ({
    ...only(rowsOf([listed(title, { title, ownerName: 'Zoë' })], [])),
    editedAt,
    openedAt,
  })

  it('is filtered by every word typed, whatever their case and accents, in the title or the owner’s name', () => {
    const plan = row('Plan für Müller')
    for (const typed of ['', 'plan', 'MULLER für', 'zoe', '  pl   mü ']) expect(matches(plan, typed)).toBe(true)
    for (const typed of ['plans', 'plan x']) expect(matches(plan, typed)).toBe(false)
  })

  it('is sorted by time, the latest first, or by title, as people count', () => {
    const rows = [row('Note 10', 1, 30), row('note 2', 3, 10), row('Älter', null, null), row('Bald', null, 20)]
    const sorted = (order: 'edited' | 'opened' | 'title') =>
      rows.toSorted(compareRows(order, 'en')).map(({ title }) => title)
    expect(sorted('title')).toEqual(['Älter', 'Bald', 'note 2', 'Note 10'])
    expect(sorted('opened')).toEqual(['Note 10', 'Bald', 'note 2', 'Älter'])
    // What the server does not list was edited here last, if at all.
    expect(sorted('edited')).toEqual(['Bald', 'note 2', 'Note 10', 'Älter'])
  })
})
