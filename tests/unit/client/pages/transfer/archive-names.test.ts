import { expect, it } from 'vitest'
import { ArchiveNames } from '../../../../../client/pages/transfer/archive-names.ts'

it('the texts of an archive have names that are safe, and each its own', () => {
  const names = new ArchiveNames()
  expect(
    ['Plan', 'plan', 'PLAN', '../../etc', 'a/b', '', '', 'CON', 'u\u0308', 'ü'].map((title) => names.nameFor(title)),
  ).toEqual([
    'Plan.md',
    'plan (2).md',
    'PLAN (3).md',
    'etc.md',
    'a b.md',
    'document.md',
    'document (2).md',
    'document CON.md',
    'u\u0308.md',
    'ü (2).md',
  ])
})

it('a name that is taken keeps its ending', () => {
  const names = new ArchiveNames()
  expect(['a.py', 'A.py', 'a', 'b.txt', 'b.txt'].map((title) => names.nameFor(title))).toEqual([
    'a.py',
    'A (2).py',
    'a.md',
    'b.txt',
    'b (2).txt',
  ])
})
