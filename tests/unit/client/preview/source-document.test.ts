import { describe, expect, it } from 'vitest'
import { escapeText } from '../../../../client/preview/escape-text.ts'
import type { RenderedBlock, Splice, TextChange } from '../../../../client/preview/messages.ts'
import { SourceDocument } from '../../../../client/preview/source-document.ts'
import { changedText } from '../../../support/changed-text.ts'
import { Random } from '../../../support/random.ts'

const PYTHON = { kind: 'code', name: 'Python' } as const
const PLAIN = { kind: 'plain', name: 'Plain text' } as const
const marked = { colour: (code: string) => escapeText(code).replaceAll('def', '<b>def</b>') }

function follow(shown: readonly RenderedBlock[], splices: readonly Splice[]): RenderedBlock[] {
  const blocks = shown.map((block) => ({ ...block }))
  for (const { at, remove, shift, blocks: made } of splices) {
    blocks.splice(at, remove, ...made)
    for (const block of blocks.slice(at + made.length)) block.line += shift
  }
  return blocks
}

function opened(document: SourceDocument, text: string): RenderedBlock[] {
  return [...document.open(text)].reduce(follow, [])
}

function textOf(blocks: readonly RenderedBlock[]): string {
  return blocks.map(({ html }) => html.replace(/<[^>]*>/g, '')).join('')
}

describe('code as a page', () => {
  it('is one text in its colours, with a place for each line', () => {
    const [block] = opened(new SourceDocument(PYTHON, marked), 'def a():\n  1 < 2')
    expect(block).toEqual({
      html: '<pre class="source"><span data-line="0"><b>def</b> a():</span>\n<span data-line="1">  1 &#60; 2</span>\n</pre>',
      line: 0,
    })
  })

  it('is shown as it is until its colours are here, or when it has none', () => {
    let colour: string | null = null
    const document = new SourceDocument(PYTHON, { colour: () => colour })
    expect(textOf(opened(document, 'a <'))).toBe('a &#60;\n')
    colour = ''
    expect(document.again()).toEqual([])
    colour = '<i>a</i> &#60;'
    expect(document.again()).toHaveLength(1)
  })

  it('is told anew only where it changed, and comes to the same text as if it was opened so', () => {
    const random = new Random(5)
    let text = Array.from({ length: 400 }, (_, line) => (line % 17 === 0 ? '' : `def ${line}`)).join('\n')
    const document = new SourceDocument(PYTHON, marked)
    let shown = opened(document, text)
    for (let round = 0; round < 50; round++) {
      const at = random.below(text.length)
      const change = { at, remove: random.below(5), insert: random.pick(['x', '\n', '\n\n', 'def', '']) }
      text = text.slice(0, at) + change.insert + text.slice(at + change.remove)
      const splices = document.change([change])
      expect(splices.reduce((sum, { blocks }) => sum + blocks.length, 0)).toBeLessThan(4)
      shown = follow(shown, splices)
      expect(textOf(shown)).toBe(textOf(opened(new SourceDocument(PYTHON, marked), text)))
      expect(shown.map(({ line }) => line)).toEqual(document.shown.map(({ line }) => line))
    }
  })

  it('is nothing where there is nothing', () => {
    expect(opened(new SourceDocument(PYTHON, marked), ' \n')).toEqual([])
  })
})

describe('plain text as a page', () => {
  it('is the paragraphs as they were typed', () => {
    const blocks = opened(new SourceDocument(PLAIN, marked), '\n# one\n  *two*\n\n\n<b>')
    expect(blocks).toEqual([
      {
        html: '<p class="as-typed"><span data-line="0"># one</span>\n<span data-line="1">  *two*</span></p>',
        line: 1,
      },
      { html: '<p class="as-typed"><span data-line="0">&#60;b&#62;</span></p>', line: 5 },
    ])
  })

  it('comes to the same as if it was opened so, whatever changes and in how many places', () => {
    const random = new Random(7)
    let text = Array.from({ length: 6000 }, (_, line) => (line % 9 === 0 ? ' ' : `line <${line}>`)).join('\n')
    const document = new SourceDocument(PLAIN, marked)
    let shown = opened(document, text)
    for (let round = 0; round < 100; round++) {
      const changes: TextChange[] = []
      for (let count = 1 + random.below(3); count > 0; count--) {
        const change = {
          at: random.below(text.length),
          remove: random.below(40),
          insert: random.pick(['x', '\n', '\n\n', '']),
        }
        changes.push(change)
        text = changedText(text, [change])
      }
      shown = follow(shown, document.change(changes))
      expect(shown).toEqual(document.shown)
      expect(shown).toEqual(opened(new SourceDocument(PLAIN, marked), text))
    }
  })

  it('is told of a key alone, however long it is, and of what is replaced everywhere in one go', () => {
    const text = 'some words\nand more\n\n'.repeat(100_000)
    const document = new SourceDocument(PLAIN, marked)
    opened(document, text)
    const blocks = (changes: TextChange[]) =>
      document.change(changes).reduce((sum, splice) => sum + splice.blocks.length, 0)
    expect(blocks([{ at: 1_000_000, remove: 0, insert: 'x' }])).toBe(1)
    expect(blocks([{ at: 1_000_000, remove: 1, insert: '' }])).toBe(1)
    const everywhere = Array.from({ length: 100_000 }, (_, place) => ({ at: place * 19, remove: 4, insert: 'no' }))
    expect(blocks(everywhere)).toBe(100_000)
    expect(document.lines.join('\n')).toBe(text.replaceAll('some', 'no'))
  })

  it('loses nothing of a text without empty lines', () => {
    const text = Array.from({ length: 1000 }, (_, line) => `line ${line}`).join('\n')
    const blocks = opened(new SourceDocument(PLAIN, marked), text)
    expect(blocks.length).toBeGreaterThan(5)
    expect(blocks.map((block) => textOf([block])).join('\n')).toBe(text)
  })
})
