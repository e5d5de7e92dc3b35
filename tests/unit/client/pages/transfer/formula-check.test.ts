import { zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { htmlToMarkdown } from '../../../../../client/editor/html-to-markdown.ts'
import { unpackArchive } from '../../../../../client/pages/transfer/archive-entries.ts'
import { makeWordDocument } from '../../../../../client/pages/transfer/word-document.ts'
import { wordToHtml } from '../../../../../client/pages/transfer/word-html.ts'
import { MARKDOWN } from '../../../../../shared/document/format.ts'

const TEXT = [
  'So $\\sqrt{x^2} < [a\\,(b)]$, $\\text{it\'s "so"}$ and $\\hat{y} + \\int_0^1 z$[^1]',
  '$$\n\\frac{1}{2}\n$$',
  '[^1]: A note with $n$',
].join('\n\n')
const MADE_IN_WORD = '<m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath>'

let files: Record<string, Uint8Array>

beforeAll(async () => {
  const { bytes } = await makeWordDocument({ text: TEXT, title: 'Title', format: MARKDOWN, images: new Map() })
  const unpacked = unpackArchive(bytes, () => Infinity)
  files = Object.fromEntries(unpacked.ok ? unpacked.entries.map((entry) => [entry.path, entry.bytes]) : [])
})

/** What is read once somebody has worked on it. */
async function readAfter(change: (xml: string) => string, part = 'document') {
  const path = `word/${part}.xml`
  const before = new TextDecoder().decode(files[path])
  const after = change(before)
  if (change !== same) expect(after).not.toBe(before)
  const read = await wordToHtml(zipSync({ ...files, [path]: new TextEncoder().encode(after) }))
  if (read === null) throw new Error('it is no Word document')
  const { changedFormulas: changed, foreignFormulas: foreign, others } = read.losses
  return { changed, foreign, others, text: htmlToMarkdown(read.html, (address) => address) }
}

const same = (xml: string): string => xml

describe('formulas in a Word document that comes back', () => {
  it('are as they were written while nobody changes them, and nothing is said', async () => {
    expect(await readAfter(same)).toEqual({ changed: 0, foreign: 0, others: [], text: TEXT })
  })

  it('are as they were written when Word has saved them in its own manner', async () => {
    const saved = (xml: string): string =>
      xml
        .replaceAll('<m:r>', '<m:r><w:rPr><w:rFonts w:ascii="Cambria Math"/></w:rPr>')
        .replaceAll(/<m:(?:begChr m:val="\("|endChr m:val="\)"|chr m:val="(?:∫|\u0302)")\/>/g, '')
        .replaceAll('<m:deg/>', '<m:deg></m:deg>')
        .replaceAll('<m:num>', '<m:fPr><m:ctrlPr/></m:fPr><m:num>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
    expect(await readAfter(saved)).toMatchObject({ changed: 0, foreign: 0 })
  })

  it.each<[string, (xml: string) => string, string?]>([
    ['a number', (xml) => xml.replace('>2</m:t></m:r></m:den>', '>3</m:t></m:r></m:den>')],
    ['what is in a root', (xml) => xml.replace('<m:e><m:sSup>', '<m:e><m:r><m:t>u</m:t></m:r><m:sSup>')],
    ['what a fraction is', (xml) => xml.replaceAll(/(<\/?m:)f>/g, '$1sSup>')],
    ['a note', (xml) => xml.replace('>n</m:t>', '>k</m:t>'), 'footnotes'],
    ['all of it', (xml) => xml.replace(/<m:oMath>(?:(?!<\/m:oMath>).)*<m:f>.*?<\/m:oMath>/, '')],
  ])('are reported where somebody changed %s, and come in as they were', async (_what, change, part) => {
    expect(await readAfter(change, part)).toEqual({ changed: 1, foreign: 0, others: [], text: TEXT })
  })

  it('are reported where somebody added some, before ours and behind them', async () => {
    const more = (xml: string): string =>
      xml
        .replace('<m:oMath>', `${MADE_IN_WORD}<m:oMath>`)
        .replace('</w:body>', `<w:p><m:oMathPara>${MADE_IN_WORD}</m:oMathPara></w:p></w:body>`)
    expect(await readAfter(more)).toEqual({ changed: 0, foreign: 2, others: [], text: TEXT })
  })
})
