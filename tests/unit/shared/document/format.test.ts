import { describe, expect, it } from 'vitest'
import { FORMATS, formatOf, languageCalled, MARKDOWN, PLAIN, titleIn } from '../../../../shared/document/format.ts'

const named = (name: string) => FORMATS.find((format) => format.name === name) ?? MARKDOWN

describe('how a text is read', () => {
  it.each([
    [null, 'Markdown'],
    ['', 'Markdown'],
    ['Notes', 'Markdown'],
    ['notes.md', 'Markdown'],
    ['notes.py', 'Python'],
    ['NOTES.PY', 'Python'],
    ['todo.txt', 'Plain text'],
    ['archive.tar.gz', 'Markdown'],
    ['A talk about node.js', 'Markdown'],
    ['.py', 'Markdown'],
    ['Go', 'Markdown'],
  ])('follows from the title %j: %s', (title, name) => {
    expect(formatOf(title).name).toBe(name)
  })

  it.each([
    [null, 'Python', 'untitled.py'],
    ['My notes', 'Python', 'My-notes.py'],
    ['notes.txt', 'Python', 'notes.py'],
    ['notes.md', 'Plain text', 'notes.txt'],
    ['notes.py', 'Markdown', 'notes'],
    ['page.html.md', 'Markdown', 'page.html.md'],
    [null, 'Markdown', ''],
  ])('is chosen by another title: of %j as %s it is %j', (title, name, expected) => {
    expect(titleIn(named(name), title)).toBe(expected)
  })

  it('is what was chosen, whatever the title was', () => {
    for (const format of FORMATS)
      for (const title of [null, 'Words', 'a.js', 'x'.repeat(200), `${'x'.repeat(190)}.md`, '  '])
        expect(formatOf(titleIn(format, title))).toBe(format)
  })

  it.each([
    ['py', 'python'],
    ['RS', 'rust'],
    ['kt', 'kotlin'],
    ['js', 'javascript'],
    ['Python', 'python'],
    ['c++', 'c++'],
    ['nonsense', 'nonsense'],
  ])('behind a fence may be called what files end in: %s is %s', (word, language) => {
    expect(languageCalled(word)).toBe(language)
  })

  it('has one ending for one format', () => {
    const endings = FORMATS.flatMap((format) => format.endings)
    expect(new Set(endings).size).toBe(endings.length)
    expect(formatOf('x.log')).toBe(PLAIN)
  })
})
