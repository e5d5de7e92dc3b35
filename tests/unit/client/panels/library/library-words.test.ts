import { expect, it } from 'vitest'
import type { Row } from '../../../../../client/panels/library/library-rows.ts'
import { countWords, whenWords, whoseWords } from '../../../../../client/panels/library/library-words.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW = 1_795_000_000_000
const row: Row = {
  document: 'd',
  key: '',
  title: 'Title',
  role: 'owner',
  ownerName: 'Ada',
  editedAt: NOW - 2 * 60_000,
  openedAt: NOW - 3 * DAY_MS,
  archivedAt: null,
  trashedAt: null,
  isUnsaved: false,
  isListed: true,
}

it('whose a document is, and what one can do with it', () => {
  expect(whoseWords(row)).toBe('Yours')
  expect(whoseWords({ ...row, role: 'commenter' })).toBe('Ada’s, you can comment')
  expect(whoseWords({ ...row, role: 'viewer', ownerName: '' })).toBe('Somebody else’s, you can read')
  expect(whoseWords({ ...row, role: null })).toBe('')
})

it('when it was edited, opened or deleted', () => {
  const when = (more: Partial<Row> = {}, order: 'edited' | 'opened' = 'edited') =>
    whenWords({ ...row, ...more }, order, NOW, 'en')
  expect(when()).toBe('Edited 2 minutes ago')
  expect(when({}, 'opened')).toBe('Opened 3 days ago')
  expect(when({ openedAt: null }, 'opened')).toBe('Edited 2 minutes ago')
  expect(when({ editedAt: null })).toBe('Opened 3 days ago')
  expect(when({ editedAt: null, openedAt: null })).toBe('')
  expect(when({ trashedAt: NOW - DAY_MS })).toBe('Deleted yesterday, kept for 29 more days')
  expect(when({ trashedAt: NOW - 29 * DAY_MS })).toMatch(/, kept for another day$/)
  expect(when({ trashedAt: NOW - 31 * DAY_MS })).toMatch(/, kept for another day$/)
})

it('how many there are', () => {
  expect(countWords(1, 1, '')).toBe('1 document')
  expect(countWords(3, 3, '')).toBe('3 documents')
  expect(countWords(1, 3, 'plan')).toBe('1 of 3 documents')
})
