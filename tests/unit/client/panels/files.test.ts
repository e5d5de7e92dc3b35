import { describe, expect, it } from 'vitest'
import { fileNameFor, titleFromFileName } from '../../../../client/panels/file-name.ts'
import { checkSize, decodeText, MAX_FILE_BYTES, openFiles } from '../../../../client/panels/text-file.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('the name of a downloaded file', () => {
  it.each([
    ['Field notes', 'Field notes.md'],
    ['a/b\\c: "d"?', 'a b c d.md'],
    ['  ..hidden.. ', 'hidden.md'],
    ['', 'document.md'],
    ['///', 'document.md'],
    ['CON', 'document CON.md'],
    ['Überschrift 日本', 'Überschrift 日本.md'],
    ['notes.py', 'notes.py'],
    ['notes.md', 'notes.md'],
    ['About node.js', 'About node.js.md'],
  ])('of %j is %j', (title, name) => {
    expect(fileNameFor(title)).toBe(name)
  })

  it('is cut between characters', () => {
    expect(fileNameFor('😀'.repeat(200))).toBe(`${'😀'.repeat(100)}.md`)
    expect(fileNameFor(`${'😀'.repeat(200)}.py`)).toBe(`${'😀'.repeat(100)}.py`)
  })
})

it('a title made of a file name leaves out the ending of Markdown, and no other', () => {
  expect(titleFromFileName('Notes of May.md')).toBe('Notes of May')
  expect(titleFromFileName('README.TXT')).toBe('README.TXT')
  expect(titleFromFileName('data.csv')).toBe('data.csv')
})

describe('opening a file', () => {
  it('reads UTF-8 without its byte order mark, with line ends of one kind', () => {
    expect(decodeText(utf8('\uFEFFone\r\ntwo\rthree €'))).toBe('one\ntwo\nthree €')
  })

  it('reads UTF-16 that says so', () => {
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x68, 0x00, 0x69, 0x00]))).toBe('hi')
  })

  it('refuses what is not text', () => {
    expect(decodeText(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBeNull()
    expect(decodeText(utf8('a\0b'))).toBeNull()
  })

  it('gives the title and the text', async () => {
    expect(await openFiles([new File(['# Hi'], 'greeting.md')])).toEqual({ ok: true, title: 'greeting', text: '# Hi' })
  })

  it('says what is wrong', async () => {
    expect(checkSize('big.txt', MAX_FILE_BYTES)).toBeNull()
    expect(checkSize('big.txt', MAX_FILE_BYTES + 1)).toContain('too large')
    const two = await openFiles([new File(['a'], 'a.md'), new File(['b'], 'b.md')])
    expect(two).toMatchObject({ ok: false, message: expect.stringContaining('One file at a time') })
    const binary = await openFiles([new File([new Uint8Array([0xff, 0x00])], 'x.png')])
    expect(binary).toEqual({ ok: false, message: '“x.png” is not a text file.' })
  })
})
