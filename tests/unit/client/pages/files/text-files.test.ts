import { expect, it } from 'vitest'
import { isForText } from '../../../../../client/pages/files/text-files.ts'
import { MARKDOWN, PLAIN } from '../../../../../shared/document/format.ts'

const isTaken = (name: string, type = ''): boolean => isForText({ name, type })

it('texts, pages, Word documents and archives that are dropped on a text become documents, by any ending', () => {
  for (const ending of [...MARKDOWN.endings, ...PLAIN.endings, 'HTM', 'docx', 'zip'])
    expect(isTaken(`My notes.${ending}`), ending).toBe(true)
  expect(isTaken('README', 'text/plain')).toBe(true)
  expect(isTaken('notes', 'text/markdown')).toBe(true)
})

it('code, pictures and whatever else is dropped on a text go into it, whatever the browser takes them for', () => {
  for (const name of ['notes.py', 'data.json', 'a.svg', 'b.PNG', 'c.pdf', 'd']) expect(isTaken(name), name).toBe(false)
  expect(isTaken('script.ps1', 'text/plain')).toBe(false)
  expect(isTaken('photo.png', 'text/plain')).toBe(false)
})
