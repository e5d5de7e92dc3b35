import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Markdown } from '../../../../client/preview/markdown.ts'
import type { RenderedBlock, Splice, TextChange } from '../../../../client/preview/messages.ts'
import { RenderedDocument } from '../../../../client/preview/rendered-document.ts'
import { plainParts } from '../../../support/plain-parts.ts'

const markdown = new Markdown(plainParts)

/** What the frame does with splices, without a page. */
function follow(shown: readonly RenderedBlock[], splices: readonly Splice[]): RenderedBlock[] {
  const blocks = shown.map((block) => ({ ...block }))
  for (const { at, remove, shift, blocks: made } of splices) {
    blocks.splice(at, remove, ...made)
    for (const block of blocks.slice(at + made.length)) block.line += shift
  }
  return blocks
}

class Reader {
  readonly document = new RenderedDocument(markdown)
  text: string
  shown: RenderedBlock[] = []

  constructor(text: string) {
    this.text = text
    for (const splices of this.document.open(text)) this.shown = follow(this.shown, splices)
  }

  change(at: number, remove: number, insert: string): readonly Splice[] {
    this.text = this.text.slice(0, at) + insert + this.text.slice(at + remove)
    const splices = this.document.change([{ at, remove, insert }])
    this.shown = follow(this.shown, splices)
    return splices
  }

  /** In all these places at once, the last first. */
  changeAll(changes: readonly TextChange[]): readonly Splice[] {
    for (const { at, remove, insert } of changes)
      this.text = this.text.slice(0, at) + insert + this.text.slice(at + remove)
    const splices = this.document.change(changes)
    this.shown = follow(this.shown, splices)
    return splices
  }

  get html(): string {
    return this.shown.map(({ html }) => html).join('')
  }
}

/** Lines that begin, continue, interrupt and end each other's blocks. */
const LINES = [
  '', '', 'word', '# Heading', '- item', '  more', '    code', '> quote', '```', '~~~', '---', '===', '| a | b |', '|--|--|',
  '1. one', '[x]: http://a.b', '[x] and [^n]', '[^n]: note', 'term', ': what', '<div>', '</div>', '<!--', '-->', '> [!NOTE]',
  '> [!tip]- Own *title*', ':::info', ':::', ':::spoiler More', '::::warning', '> :::', '- [ ] task', '\ttab', '<details>', '</details>', 'title: x', '[toc]', '$$', '$$a$$', '$$a$$ b', '$$a', 'b$$',
  '$$ b', '> $$', '```math',
] // prettier-ignore

/** What an alert holds, what ends one, and what one ends. */
const ALERTS = [
  '',
  'x',
  '> [!NOTE]',
  '> y',
  '>',
  '-',
  '- z',
  '  - w',
  '<div>',
  '1. a',
  '  > [!TIP]',
  '- > [!NOTE]',
  '[^n]: a',
  ': d',
  '> > [!NOTE]',
  '> [!Bug]+ Title',
  '# h',
  '```',
  '[a]: /b',
]

const line = fc.constantFrom(...LINES)
const edit = fc.record({
  at: fc.nat(),
  remove: fc.nat(12),
  insert: fc.oneof(
    line,
    line.map((text) => `${text}\n`),
    fc.constant('\n'),
  ),
})

describe('a text that changes', () => {
  it('is shown as if it had been read as a whole, whatever changes', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.array(edit, { maxLength: 12 }), (lines, edits) => {
        const reader = new Reader(lines.join('\n'))
        for (const { at, remove, insert } of edits) {
          const from = at % (reader.text.length + 1)
          reader.change(from, Math.min(remove, reader.text.length - from), insert)
          expect(reader.shown).toEqual(new Reader(reader.text).shown)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('is shown as if it had been read as a whole, whatever several people change at once', () => {
    const near = fc.constantFrom(...LINES)
    const change = fc.tuple(fc.nat(), fc.nat(30), fc.array(near, { maxLength: 3 }))
    const both = fc.array(change, { minLength: 2, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(near, { minLength: 20, maxLength: 60 }), both, (lines, changes) => {
        const reader = new Reader(lines.join('\n'))
        const places = changes
          .map(([at, remove, insert]) => ({ at: at % (reader.text.length + 1), remove, insert: insert.join('\n') }))
          .sort((a, b) => b.at - a.at)
        let end = reader.text.length
        reader.changeAll(
          places.map(({ at, remove, insert }) => {
            const removed = Math.min(remove, end - at)
            end = at
            return { at, remove: removed, insert }
          }),
        )
        expect(reader.shown).toEqual(new Reader(reader.text).shown)
      }),
      { numRuns: 400 },
    )
  })

  it('comes to an end, and is shown as a whole, with alerts among and within all else', () => {
    const near = fc.constantFrom(...ALERTS)
    const change = fc.tuple(fc.nat(), fc.nat(8), near)
    fc.assert(
      fc.property(fc.array(near, { maxLength: 16 }), fc.array(change, { maxLength: 6 }), (lines, changes) => {
        const reader = new Reader(lines.join('\n'))
        for (const [at, remove, insert] of changes) {
          const from = at % (reader.text.length + 1)
          reader.change(from, Math.min(remove, reader.text.length - from), `${insert}\n`)
          expect(reader.shown).toEqual(new Reader(reader.text).shown)
        }
      }),
      { numRuns: 600, seed: 1 },
    )
  })

  it('leaves what is behind an alert that ends a paragraph as it is', () => {
    const { html } = new Reader('x\n> [!NOTE]\n> y\n- item\n\nafter')
    expect(html).toMatch(/<p [^>]*>x<\/p>[^]*markdown-alert-note[^]*<li [^>]*>item<\/li>[^]*after/)
    expect(new Reader('x\n> [!NOTE]\n> y\n-\n<div>').html).toContain('<div>')
  })

  it.each([50, 90, 150, 500])('finds the formula that a line ends %i lines further down', (count) => {
    const inner = '# a\n'.repeat(count)
    const reader = new Reader(`words\n\n$$\n${inner}\nwords`)
    const whole = (): readonly RenderedBlock[] => new Reader(reader.text).shown
    reader.change(reader.text.indexOf('\n\nwords', 10) + 1, 0, '$$\n')
    expect(reader.shown).toEqual(whole())
    reader.change(reader.text.indexOf('$$'), 2, '')
    expect(reader.shown).toEqual(whole())
    reader.change(reader.text.indexOf('\n\n') + 2, 0, '$$')
    expect(reader.shown).toEqual(whole())
    expect(reader.shown.length < 5).toBe(count < 100)
  })

  it.each([50, 250, 350])('finds the container that a line ends %i lines further down', (count) => {
    const reader = new Reader(`words\n:::info\n${'# a\n'.repeat(count)}\nwords`)
    const whole = (): readonly RenderedBlock[] => new Reader(reader.text).shown
    reader.change(reader.text.indexOf('\n\nwords') + 1, 0, ':::\n')
    expect(reader.shown).toEqual(whole())
    expect(reader.shown.length < 5).toBe(count < 300)
    reader.change(reader.text.indexOf(':::'), 1, '')
    expect(reader.shown).toEqual(whole())
    reader.change(reader.text.indexOf('::'), 0, ':')
    expect(reader.shown).toEqual(whole())
  })

  it('has the lines of a paragraph as they are once the properties say so', () => {
    const reader = new Reader('---\ntitle: x\n---\none\ntwo\n\n- three\n  four\n')
    const lines = (): number => reader.html.split('<br>').length
    expect(lines()).toBe(1)
    reader.change('---\n'.length, 0, 'breaks: true\n')
    expect(lines()).toBe(3)
    expect(reader.shown).toEqual(new Reader(reader.text).shown)
    reader.change(reader.text.indexOf('true'), 4, 'false')
    expect(lines()).toBe(1)
  })

  it('reads images whose sizes are none soon', () => {
    const started = performance.now()
    for (const text of ['![', '![a](b =', '![a](b =1x', '![](<', '![a](b "']) void new Reader(text.repeat(3_000))
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('reads containers that nothing closes soon', () => {
    const started = performance.now()
    for (const text of [':::info\n', ':::info\n\n', '> :::info\n', '- :::info\n', '::::info\n:::\n'])
      void new Reader(text.repeat(10_000))
    void new Reader(`${':::info\n'.repeat(140)}${':::\n'.repeat(140)}`.repeat(20))
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('replaces only the block that one types in', () => {
    const reader = new Reader(Array.from({ length: 200 }, (_, index) => `Paragraph ${index}.\n`).join('\n'))
    const splices = reader.change(reader.text.indexOf('100.'), 0, 'number ')
    expect(splices).toEqual([{ at: 100, remove: 1, shift: 0, blocks: [{ html: expect.any(String), line: 200 }] }])
    expect(splices[0]?.blocks[0]?.html).toContain('Paragraph number 100.')
  })

  it('replaces only what several people write far from each other, also when a block comes or goes', () => {
    const words = 'Some words. '.repeat(40)
    const reader = new Reader(Array.from({ length: 200 }, (_, index) => `Paragraph ${index}. ${words}\n`).join('\n'))
    const at = (part: string): number => reader.text.indexOf(part)
    const splices = reader.changeAll([
      { at: at('150.'), remove: 0, insert: 'no. ' },
      { at: at('Paragraph 100.'), remove: `Paragraph 100. ${words}\n\n`.length, insert: '' },
      { at: at('Paragraph 50.'), remove: 0, insert: '# New\n\nand\n\n' },
      { at: 0, remove: 0, insert: '\n' },
    ])
    expect(splices.map(({ at: first, remove, shift, blocks }) => [first, remove, blocks.length, shift])).toEqual([
      [0, 0, 0, 1],
      [50, 0, 2, 4],
      [102, 1, 0, -2],
      [151, 1, 1, 0],
    ])
    expect(reader.shown).toEqual(new Reader(reader.text).shown)
  })

  it('moves the lines of what is behind', () => {
    const reader = new Reader('one\n\ntwo\n\nthree')
    expect(reader.change(0, 0, 'new\n\n')).toMatchObject([{ remove: 0, shift: 2, blocks: [{ line: 0 }] }])
    expect(reader.shown.map((block) => block.line)).toEqual([0, 2, 4, 6])
  })

  it('renders anew what refers to a definition that changed, and nothing else', () => {
    const reader = new Reader('[link]\n\nplain\n\n[link] again\n\n[link]: http://one.example')
    const splices = reader.change(reader.text.length - 'one.example'.length, 3, 'two')
    expect(splices.map(({ at, remove }) => [at, remove])).toEqual([
      [0, 1],
      [2, 1],
    ])
    expect(reader.html).not.toContain('one.example')
  })

  it('comes piece by piece when it is long', () => {
    const text = 'A paragraph of some words.\n\n'.repeat(5000)
    const pieces = [...new RenderedDocument(markdown).open(text)]
    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces[0]?.[0]?.blocks.length).toBeLessThan(2000)
  })
})

describe('what is shown', () => {
  it('shows a title that the first heading says once', () => {
    const once = new Reader('---\ntitle: My notes\ntags: [one]\n---\n\n# My notes\n\ntext')
    expect(once.html).not.toContain('document-title')
    expect(once.html).toContain('<li>one</li>')
    expect(new Reader('---\ntitle: My notes\n---\n# Others\n').html).toContain('document-title')
    expect(new Reader('---\ntitle: My notes\n---\n## My notes\n').html).toContain('document-title')
  })

  it('has the properties of the document above it, and none of their lines in it', () => {
    const reader = new Reader('---\ntitle: A <b>title\ntags: [one, two]\nlang: de\ndir: rtl\n---\ntext')
    expect(reader.html).toContain('A &#60;b&#62;title')
    expect(reader.html).toContain('<li>one</li><li>two</li>')
    expect(reader.html).not.toContain('lang')
    expect(reader.shown.map((block) => block.line)).toEqual([0, 6])
    expect(reader.document.frontMatter).toMatchObject({ lang: 'de', dir: 'rtl' })
    reader.change(0, 4, '')
    expect(reader.html).toContain('title: A')
  })

  it('says why properties cannot be read', () => {
    expect(new Reader('---\ntitle: "open\n---\ntext').html).toMatch(/class="fault">.*cannot be read: \S/)
  })

  it('keeps Markdown inside an HTML element that spans blocks, and lets one that is never closed hold nothing', () => {
    const open = '<details>\n\n**one**\n\n- two\n\n'
    expect(new Reader(`${open}</details>\n\nafter`).shown).toHaveLength(2)
    expect(new Reader(`${open}after`).shown).toHaveLength(4)
  })

  it('has footnotes without numbers, for the frame to count', () => {
    const { html } = new Reader('a[^x] b^[inline *note*] c[^none]\n\n[^x]: The note.')
    expect(html).toContain('<sup class="note-mark" data-note="x"></sup>')
    expect(html).toContain('<span class="note-inline">inline <em>note</em></span>')
    expect(html).toContain('c[^none]')
    expect(html).toContain('<div class="note" data-note="x">\n<p data-line="0">The note.</p>')
  })

  it.each([
    ['H~2~O, x^2^, ==mark== and :smile:', '<p>H<sub>2</sub>O, x<sup>2</sup>, <mark>mark</mark> and 😄</p>'],
    ['see www.example.org/a(b), and https://example.org.', 'href="http://www.example.org/a(b)"'],
    ['(www.example.org/a(b)), www.example.org/x&amp;&lt;?!', 'href="http://www.example.org/a(b)"'],
    ['(www.example.org/a(b)), www.example.org/x&amp;&lt;?!', 'href="http://www.example.org/x"'],
    ['x <sup data-Note="y">z</sup>', 'x <sup data-words="y">z</sup>'],
    ['www.example.org/a;', 'href="http://www.example.org/a;"'],
    [`www.example.org/${')'.repeat(60_000)}`, 'href="http://www.example.org/"'],
    ['```ada=\nx\n```', '<code class="language-ada">x'],
    ['~~~ c++=12 more\nx\n~~~', '<code class="language-c++">x'],
    ['```ada!\nx\n```', '<code class="language-ada">x'],
    ['```=\nx\n```', '<pre><code>x'],
    ['```a=b\nx\n```', '<code class="language-a=b">x'],
    [
      '++new **and** bold++ is 1 ++ 2, C++ and a++b',
      '<p><ins>new <strong>and</strong> bold</ins> is 1 ++ 2, C++ and a++b</p>',
    ],
    ['![a *b*](x.png =100x50)', '<p><img src="x.png" alt="a b" width="100" height="50"></p>'],
    [
      '![a](<x y.png> "T" =100x) and ![b](y.png =x50 )',
      '<img src="x%20y.png" alt="a" title="T" width="100"> and <img src="y.png" alt="b" height="50">',
    ],
    [
      '![a](x.png =x) ![a](javascript:x =1x1) [a](x.png =1x1)',
      '<p>![a](x.png =x) ![a](javascript:x =1x1) [a](x.png =1x1)</p>',
    ],
    ['term\n: what it means', '<dt>term</dt>'],
    ['> [!WARNING]\n> Mind this.', 'class="markdown-alert markdown-alert-warning"'],
    [
      '> [!info]\n> Words.',
      '<div class="markdown-alert markdown-alert-note">\n<p class="markdown-alert-title"><bdi>Info</bdi></p>\n<p>Words.</p>',
    ],
    [
      '> [!Danger] Do *not*\n> Words.',
      '<div class="markdown-alert markdown-alert-caution">\n<p class="markdown-alert-title markdown-alert-titled">Do <em>not</em></p>\n<p>Words.</p>',
    ],
    ['> [!tip] Title alone', 'markdown-alert-titled">Title alone</p>'],
    [
      '> [!FAQ]- Why?\n> So.',
      '<details class="markdown-alert markdown-alert-note">\n<summary class="markdown-alert-title markdown-alert-titled">Why?</summary>\n<p>So.</p>\n</details>',
    ],
    [
      '> [!note]+\n> So.',
      '<details class="markdown-alert markdown-alert-note" open="">\n<summary class="markdown-alert-title"><bdi>Note</bdi></summary>',
    ],
    ['- > [!tip] In an item\n  > So.', '<li>\n<div class="markdown-alert markdown-alert-tip">'],
    ['> [!note] Outer\n> > [!bug] Inner\n> > So.', '<div class="markdown-alert markdown-alert-caution">'],
    [
      ':::warning\nMind\n\nthis.\n:::',
      '<div class="markdown-alert markdown-alert-warning">\n<p class="markdown-alert-title"><bdi>Warning</bdi></p>\n<p>Mind</p>\n<p>this.</p>\n</div>',
    ],
    [
      'words\n::: success Own *title*\n- item\n:::\nend',
      '<p>words</p>\n<div class="markdown-alert markdown-alert-tip">\n<p class="markdown-alert-title markdown-alert-titled">Own <em>title</em></p>',
    ],
    [
      ':::spoiler\nHidden.\n:::\nend',
      '<details>\n<summary class="markdown-alert-title"><bdi>Spoiler</bdi></summary>\n<p>Hidden.</p>\n</details>\n<p>end</p>',
    ],
    [
      ':::spoiler {state="open"} Why\nSo.\n:::',
      '<details open="">\n<summary class="markdown-alert-title markdown-alert-titled">Why</summary>',
    ],
    ['::::danger\n:::spoiler\n```\n:::\n```\n:::\n::::', 'markdown-alert-caution'],
    [':::info\n:::info\nTwice.\n:::\n:::', '<p>Twice.</p>\n</div>\n</div>'],
    ['- :::info\n  In an item.\n  :::\n- next', '<p>In an item.</p>\n</div>\n</li>\n<li>next</li>'],
    [':::info\nNothing closes it.', '<p>:::info\nNothing closes it.</p>'],
    [':::other\nwords\n:::', '<p>:::other\nwords\n:::</p>'],
    ['> [!NOTE]', '<blockquote>\n<p>[!NOTE]</p>'],
    ['> [!recipe] Soup', '<p>[!recipe] Soup</p>'],
    ['> [!note](https://a.example)', '<a href="https://a.example">!note</a>'],
    ['[[toc]]', '<nav class="contents" data-contents></nav>'],
    ['<nav DATA-contents></nav>', '<nav data-words></nav>'],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
  ])('has %s', (text, html) => {
    expect(new Reader(text).html.replace(/ data-line="\d+"/g, '')).toContain(html)
  })
})

it('a document is complete once nothing of it waits for what makes it', () => {
  let hasFormulas = false
  const waiting = new Markdown({ colour: () => '', formula: (source) => (hasFormulas ? source : null) })
  const shown = new RenderedDocument(waiting)
  for (const _ of shown.open('words\n\n$x$')) {
    expect(shown.isComplete).toBe(false)
  }
  hasFormulas = true
  shown.again()
  expect(shown.isComplete).toBe(true)
  shown.change([{ at: 0, remove: 0, insert: 'more ' }])
  expect(shown.isComplete).toBe(true)
})
