import { expect, it } from 'vitest'
import {
  IMPORTED_FILES,
  isLitter,
  isTextKind,
  kindOf,
  nameIn,
} from '../../../../../client/pages/transfer/import-kinds.ts'

it('a file is what its ending says', () => {
  expect(['a.MD', 'b/c.markdown', 'd.txt', 'e.htm', 'f.docx', 'g.zip', 'h.jpeg', 'i.exe', 'md'].map(kindOf)).toEqual([
    'markdown',
    'markdown',
    'text',
    'html',
    'word',
    'archive',
    'picture',
    null,
    null,
  ])
  expect(isTextKind('word')).toBe(true)
  expect([null, 'picture', 'archive'].map((kind) => isTextKind(kind as null))).toEqual([false, false, false])
  expect(nameIn('a/b.md')).toBe('b.md')
})

it('whatever can be the text of a document is one, by any ending that its format has', () => {
  expect(['a.py', 'b.F90', 'c.ps1', 'd.json', 'e.csv', 'f g.ts', 'h.mkd'].map(kindOf)).toEqual([
    'code',
    'code',
    'code',
    'code',
    'text',
    'code',
    'markdown',
  ])
  expect(['markdown', 'text', 'code', 'html'].map((kind) => isTextKind(kind as 'code'))).not.toContain(false)
  expect(['a.svg', 'b.html', 'c.constructor', 'd.mp3'].map(kindOf)).toEqual(['picture', 'html', null, null])
  expect(IMPORTED_FILES.split(',')).toEqual(expect.arrayContaining(['.md', '.py', '.f90', '.docx', '.zip', 'text/*']))
})

it('what programs leave behind is litter, and what leads elsewhere is not', () => {
  for (const path of [
    '__MACOSX/a.md',
    '.git/x.md',
    'a/.DS_Store',
    'b/Thumbs.db',
    'node_modules/x/readme.md',
    '..a.md',
  ]) {
    expect(isLitter(path), path).toBe(true)
  }
  for (const path of ['a.md', '../a.md', 'a/../b.md', './a.md', 'a.b/c.md']) expect(isLitter(path), path).toBe(false)
})
