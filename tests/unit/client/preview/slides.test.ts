import { describe, expect, it } from 'vitest'
import { Markdown } from '../../../../client/preview/markdown.ts'
import type { RenderedBlock, SlidePart, Splice } from '../../../../client/preview/messages.ts'
import { RenderedDocument } from '../../../../client/preview/rendered-document.ts'
import { slideAt, slideRanges } from '../../../../client/preview/slide-ranges.ts'
import { plainParts } from '../../../support/plain-parts.ts'

const markdown = new Markdown(plainParts, undefined, true)

function follow(shown: readonly RenderedBlock[], splices: readonly Splice[]): RenderedBlock[] {
  const blocks = shown.map((block) => ({ ...block }))
  for (const { at, remove, shift, blocks: made } of splices) {
    blocks.splice(at, remove, ...made)
    for (const block of blocks.slice(at + made.length)) block.line += shift
  }
  return blocks
}

function blocksOf(text: string, part: SlidePart | null = null): readonly RenderedBlock[] {
  let shown: readonly RenderedBlock[] = []
  for (const splices of new RenderedDocument(markdown, part).open(text)) shown = follow(shown, splices)
  return shown
}

const words = (blocks: readonly RenderedBlock[]): string =>
  blocks
    .map(({ html }) => html.replace(/<[^>]*>/g, ' ').trim())
    .join(' | ')
    .replace(/\s+/g, ' ')

/** Each slide as what is shown, and what is said behind `//`. */
function slides(text: string): string[] {
  const blocks = blocksOf(text)
  return slideRanges(blocks).map(({ from, notes, end }) => {
    const said = words(blocks.slice(notes, end))
    return words(blocks.slice(from, notes)) + (notes === end ? '' : ` // ${said}`)
  })
}

describe('the slides of a document', () => {
  it('are what stands between rules', () => {
    expect(slides('# One\n\nwords\n\n---\n\n# Two\n\n***\n\n# Three')).toEqual(['One | words', 'Two', 'Three'])
  })

  it('begin behind the front matter, whose marks are no rules', () => {
    expect(slides('---\ntitle: Talk\ntags: a, b\n---\n# One\n\n---\n\n# Two')).toEqual(['One', 'Two'])
  })

  it('are not parted by what only looks like a rule', () => {
    expect(slides('```\n---\n```\n\n~~~yaml\n---\n~~~\n\n    ---\n')).toEqual(['--- | --- | ---'])
    expect(slides('Heading\n---\n\nwords')).toEqual(['Heading | words'])
    expect(slides('- item\n\n  ---\n\n> quoted\n>\n> ---\n')).toHaveLength(1)
    expect(slides('<div>\n<hr>\n</div>\n\nafter')).toHaveLength(1)
    expect(slides('| a |\n|---|\n| b |')).toHaveLength(1)
  })

  it('are parted also within an element, which ends there', () => {
    expect(slides('<div>\n\n# One\n\n---\n\n# Two\n\n</div>\n')).toEqual([' | One', 'Two | '])
  })

  it('are the same with the line ends of Windows', () => {
    expect(slides('# One\r\n\r\nNote: said\r\n\r\n---\r\n\r\n# Two\r\n')).toEqual(['One // said', 'Two'])
  })

  it('are none where nothing stands between two rules, at the beginning or at the end', () => {
    expect(slides('---\n\n# One\n\n---\n\n---\n\n# Two\n\n---\n')).toEqual(['One', 'Two'])
    expect(slides('')).toEqual([])
    expect(slides('---\n')).toEqual([])
  })

  it('are found by their blocks', () => {
    const ranges = slideRanges(blocksOf('a\n\nb\n\n---\n\nc\n\nNote: d\n\n---\n\ne'))
    expect([-1, 0, 1, 2, 3, 4, 5, 6, 99].map((index) => slideAt(ranges, index))).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2])
  })
})

describe('notes for who speaks', () => {
  it('are all that follows on the slide, whatever it is', () => {
    expect(slides('# One\n\nNote: first\n\n- second\n\n```\nthird\n```\n\n---\n\nTwo')).toEqual([
      'One // first | second | third',
      'Two',
    ])
    expect(slides('One\n\nNotes:\nfirst\nsecond\n\n## third')).toEqual(['One // first second | third'])
  })

  it.each([
    ['a paragraph', 'shown\nNote: secret'],
    ['a list', '- shown\nNote: secret'],
    ['a nested list', '- shown\n  - shown\nNote: secret'],
    ['a quote', '> shown\nNote: secret'],
    ['a table', '| shown |\n|---|\n| shown |\nNote: secret'],
    ['a heading', '# shown\nnote: secret'],
    ['an alert', '> [!NOTE]\n> shown\nNote: secret'],
    ['what looks like a container', ':::info\nshown\nNote: secret\n\n:::'],
    ['a footnote', 'shown[^a]\n\n[^a]: shown\nNote: secret'],
  ])('begin right below %s, without an empty line', (_what, text) => {
    const [slide = ''] = slides(text)
    const [shown = '', said = ''] = slide.split('//')
    expect(shown).not.toContain('secret')
    expect(said).toContain('secret')
  })

  it('end with a rule right below them, which makes no heading of them', () => {
    expect(slides('One\n\nNote: said\n---\n\nTwo')).toEqual(['One // said', 'Two'])
    expect(slides('One\n\nNote:\nsaid\nand more\n***\nTwo')).toEqual(['One // said and more', 'Two'])
  })

  it('are not what a quote, an item or code says', () => {
    for (const text of [
      '> Note: shown',
      '- Note: shown',
      '```\nNote: shown\n```',
      'Please note: shown',
      '# Note: shown',
    ])
      expect(slides(text)[0]).not.toContain('//')
  })

  it('are words like any other where no slides are shown', () => {
    const document = new RenderedDocument(new Markdown(plainParts))
    const shown = [...document.open('One\nNote: two\n\n---\n\nthree')].reduce(follow, [])
    expect(shown.map(({ kind }) => kind)).toEqual([undefined, undefined, undefined])
    expect(shown[0]?.html).toContain('Note: two')
  })

  it.each(['div', 'details', 'section'])('begin within <%s>, too, and end with the slide', (name) => {
    const text = `# One\n\n<${name}>\n\nshown\n\nNote: secret\n\n</${name}>\n\n---\n\nTwo`
    const [first = '', second] = slides(text)
    const [shown, said] = first.split('//')
    expect(shown).toContain('shown')
    expect(shown).not.toContain('secret')
    expect(said).toContain('secret')
    expect(second).toBe('Two')
  })

  it('are nowhere in what the audience has, but that they are there', () => {
    const text = `[toc]\n\n# One\n\nshown[^a]\n\nNote: secret\n\n## secret heading\n\n<div>\n\nsecret\n\n</div>\n
[^a]: The footnote.\n\n[^b]: secret\n\nNote: secret again\n\n---\n\n# Two\n`
    const audience = blocksOf(text, 'slide')
    const html = audience.map((block) => block.html).join('')
    expect(html).not.toContain('secret')
    expect(html).toContain('The footnote.')
    expect(slideRanges(audience).map(({ notes, end }) => notes < end)).toEqual([true, false])
    expect(words(blocksOf(text, 'notes'))).toContain('secret heading')
  })

  it('leave what the audience has as it is while one writes them', () => {
    const document = new RenderedDocument(markdown, 'slide')
    let shown: readonly RenderedBlock[] = []
    let text = '# One\n\nNote: said\n\n- more\n\n---\n\n# Two\n'
    for (const splices of document.open(text)) shown = follow(shown, splices)
    for (const [from, to] of [
      ['said', 'told\n\nat length'],
      ['Note: told', 'told'],
      ['told', 'Note: told'],
      ['---', ''],
      ['# Two', '---\n\nNote: # Two'],
    ] as const) {
      const at = text.indexOf(from)
      text = text.replace(from, to)
      shown = follow(shown, document.change([{ at, remove: from.length, insert: to }]))
      expect(shown).toEqual(blocksOf(text, 'slide'))
    }
  })

  it.each([null, 'slide'] as const)('stay what they are while one types: %s', (part) => {
    const document = new RenderedDocument(markdown, part)
    let shown: readonly RenderedBlock[] = []
    let text = '# One\n\nNote: said\n\n---\n\n# Two\n'
    for (const splices of document.open(text)) shown = follow(shown, splices)
    const change = (at: number, remove: number, insert: string): void => {
      text = text.slice(0, at) + insert + text.slice(at + remove)
      shown = follow(shown, document.change([{ at, remove, insert }]))
      expect(shown).toEqual(blocksOf(text, part))
    }
    change(text.indexOf('said'), 4, 'told\n- more\n')
    change(text.indexOf('Note'), 5, '')
    change(0, 0, 'Zero\nNote: x\n\n---\n')
    change(text.lastIndexOf('---'), 4, '')
    expect(slideRanges(shown)).toHaveLength(2)
  })
})
