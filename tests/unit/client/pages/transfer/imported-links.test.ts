import { describe, expect, it } from 'vitest'
import { type ImportSource, sourceOfBytes } from '../../../../../client/pages/transfer/import-sources.ts'
import { ImportedLinks } from '../../../../../client/pages/transfer/imported-links.ts'

function written(text: string): string {
  const sources = ['notes.md', 'b.md'].map((path) => sourceOfBytes(path, new Uint8Array([0x61])))
  const links = new ImportedLinks({
    beside: new Map(sources.map((source) => [source.path, source])),
    ids: new Map<ImportSource, string>(sources.map((source) => [source, source.path.replace('.md', '')])),
    addressOf: (document, heading) => `/d/${document}${heading && `#h=${heading}`}`,
  })
  return links.written({ path: 'notes.md', title: 'notes', text, losses: [], picture: () => null })
}

describe('links among imported texts', () => {
  it.each([
    ['[x](<notes.md#a b>)', '[x](#a%20b)'],
    ['[x](<notes.md#a b> "title")', '[x](#a%20b "title")'],
    ['[d2]: <notes.md#p q>', '[d2]: #p%20q'],
    ['[x](<notes.md#a) (b>)', '[x](#a%29%20%28b)'],
    ['[x](notes.md#a%20b)', '[x](#a%20b)'],
    ['[x](notes.md#größe)', '[x](#größe)'],
    ['[x](<notes.md#a\u00a0b>)', '[x](#a%C2%A0b)'],
    ['[x](notes.md)', '[x](#)'],
    ['[x](<b.md#p (q)>)', '[x](/d/b#h=p%20%28q%29)'],
    [`<a href='notes.md#"q"'>`, `<a href='#%22q%22'>`],
  ])('are written so that they stay links: %s', (text, expected) => {
    expect(written(text)).toBe(expected)
  })

  it.each(['    [code](b.md)', 'words\n\n\t[code](b.md)', '\\[no\\](b.md)', '\\[no](b.md)', '`[code](b.md)`'])(
    'are left where they are none: %s',
    (text) => {
      expect(written(text)).toBe(text)
    },
  )
})
