import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference, insertions, type Passage } from '../../../../client/panels/difference.ts'
import { shorten } from '../../../../client/panels/shorten.ts'

const join = (passages: readonly Passage[], without: Passage['in']) =>
  passages
    .filter((passage) => passage.in !== without)
    .map((passage) => passage.text)
    .join('')

/** The document once every insertion is made. */
function inserted(document: string, aside: string): string {
  let text = document
  for (const insertion of insertions(difference(document, aside)))
    text = text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at)
  return text
}

describe('the difference between the document and what was set aside', () => {
  it('gives both texts back, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'word', ' ', '\n', '😀', 'é')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (document, aside) => {
        const passages = difference(document, aside)
        expect(join(passages, 'aside')).toBe(document)
        expect(join(passages, 'document')).toBe(aside)
      }),
      { seed: 1 },
    )
  })

  it('marks words inside a line that changed', () => {
    expect(difference('one\nthe old house\nend\n', 'one\nthe new house\nend\n')).toEqual([
      { in: 'both', text: 'one\n' },
      { in: 'both', text: 'the ' },
      { in: 'document', text: 'old' },
      { in: 'aside', text: 'new' },
      { in: 'both', text: ' house\n' },
      { in: 'both', text: 'end\n' },
    ])
  })

  it('copes with more different lines than a code unit can number', () => {
    const many = (prefix: string) => Array.from({ length: 40_000 }, (_, line) => `${prefix}${line}\n`).join('')
    const passages = difference(many('a'), many('b'))
    expect(join(passages, 'aside')).toBe(many('a'))
    expect(join(passages, 'document')).toBe(many('b'))
  })
})

describe('inserting again', () => {
  it('adds what the document lacks where it was, and takes nothing away', () => {
    expect(inserted('# Title\n\nTheirs.\n', '# Title\n\nMine.\nMore of mine.\n')).toContain('Theirs.')
    expect(inserted('first\nlast\n', 'first\nmiddle\nlast\n')).toBe('first\nmiddle\nlast\n')
  })

  it('sets a word that stands for another one after it, apart', () => {
    expect(inserted('the old house', 'the new house')).toBe('the old new house')
  })

  it('keeps sentences apart that have hardly a word in common', () => {
    expect(inserted('one\nBen was here.\n', 'one\nAda wrote this.\n')).toBe('one\nBen was here.\nAda wrote this.\n')
  })

  const words = (word: string, count: number) => Array.from({ length: count }, (_, at) => `${word}${at}`).join(' ')

  it.each([
    ['a word before a word', 'Heading', 'PasteHeading'],
    ['a paragraph glued to the start of a line', words('old', 10), words('new', 40) + words('old', 10)],
    ['a paste of a document before a line', words('old', 10), `${words('new', 4000)} ${words('old', 10)}`],
    ['lines, and a word of the next', `${words('old', 10)}\n`, `${'new\n'.repeat(6000)}glue ${words('old', 10)}\n`],
    ['a word in a line longer than a comparison', words('old', 3000), words('old', 3000).replace(' ', ' new ')],
    ['letters in a line without spaces', '漢字'.repeat(9), `かな${'漢字'.repeat(9)}`],
    ['a character that shares a half with the next', '😁', '😀😁'],
  ])('brings back %s, and repeats nothing', (_, document, aside) => {
    expect(inserted(document, aside)).toBe(aside)
  })

  it('repeats no long line in which somebody else changed a word meanwhile', () => {
    const line = words('old', 3000)
    const document = line.replace('old500', 'other')
    expect(inserted(document, `pasted ${line}`)).toBe(`pasted ${line.replace('old500', 'other old500')}`)
  })

  it('changes nothing when the document has it all', () => {
    expect(insertions(difference('a b c', 'a c'))).toEqual([])
  })
})

describe('a long stretch that did not change', () => {
  it('is shown by its ends', () => {
    const lines = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n')
    expect(shorten(lines)).toBe('line 0\nline 1\nline 2\n⋯ 14 lines ⋯\nline 17\nline 18\nline 19')
  })

  it('is whole when there is little to leave out', () => {
    expect(shorten('a\nb\nc\nd\ne\nf\ng')).toBe('a\nb\nc\nd\ne\nf\ng')
  })
})
