import { describe, expect, it } from 'vitest'
import { fileNameFor } from '../../../../client/panels/file-name.ts'

describe('the name of a downloaded file', () => {
  it.each([
    ['Field notes', 'Field notes.md'],
    ['a/b\\c: "d"?', 'a b c d.md'],
    ['  ..hidden.. ', 'hidden.md'],
    ['', 'document.md'],
    ['///', 'document.md'],
    ['CON', 'document CON.md'],
    ['Überschrift 日本', 'Überschrift 日本.md'],
  ])('of %j is %j', (title, name) => {
    expect(fileNameFor(title)).toBe(name)
  })

  it('has another ending where something else is downloaded', () => {
    expect(fileNameFor('Plan', 'docx')).toBe('Plan.docx')
  })

  it('is cut between characters', () => {
    expect(fileNameFor('😀'.repeat(200))).toBe(`${'😀'.repeat(100)}.md`)
  })
})
