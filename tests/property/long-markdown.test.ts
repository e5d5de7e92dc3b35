import { type Input, Parser, type PartialParse, Tree, TreeFragment } from '@lezer/common'
import { GFM, parser } from '@lezer/markdown'
import { expect, it } from 'vitest'
import { frontMatterBlock, frontMatterNodes } from '../../client/editor/front-matter.ts'
import { boundedParagraphs, quickBreaks } from '../../client/editor/languages.ts'
import { LongMarkdownParser } from '../../client/editor/long-markdown.ts'
import { frontMatterLines } from '../../shared/document/front-matter.ts'
import { Random } from '../support/random.ts'

const BLOCKS = [
  'Some words of a paragraph, with *stress* and `code`.\nA second line of it.',
  '# A heading',
  'A heading\n=========',
  'Another\n---',
  '- one\n- two\n\n  more of two\n\n- three',
  '1. first\n2. second\n   - inner\n\n     deep',
  '- [ ] a task\n- [x] done',
  '> quoted\n> more\n\n> again',
  '```ts\nconst a = 1\n\n\nconst b = 2\n```',
  '    indented code\n\n    goes on',
  '<div>\nhtml\n</div>',
  '<!-- a\n\ncomment -->',
  '<pre>\n\nkept\n\n</pre>',
  '| a | b |\n| --- | --- |\n| 1 | 2 |',
  '[ref]: https://example.org "title"',
  '[ref]: x\n    indented after it',
  '***',
  '  indented by two',
  '~~~\nfence\n~~~',
]
const BETWEEN = ['\n\n', '\n\n', '\n\n', '\n', '\n\n\n', '\n \t\n']
const SNIPPETS = [
  'x',
  'y z',
  ' ',
  '\n',
  '\n\n',
  '```\n',
  '\n```',
  '~~~',
  '- ',
  '\n- ',
  '1. ',
  '> ',
  '    ',
  '\t',
  '#',
  '\n---\n',
  '===',
  '<div>',
  '<!--',
  '-->',
  '</pre>',
  '|',
  '\n| --- |',
  '[a]: b\n',
  '*',
  '`',
]

/** What a text may begin with, and what makes front matter of it or ends that. */
const FRONTS = [
  '---\ntitle: A text\ntags: [a, b]\n---\n',
  '---\ntitle: A text\n\nlang: en\n...\n\n',
  '---\ntitle: of nothing\n',
  '---\nNo property\n---\n',
]
const MARKS = ['---', '\n---\n', '...', '\n...\n', 'a: b', '\n', ' ', '-']

/** Counts how often it is asked to go through a whole tree again. */
class CountingParser extends Parser {
  count = 0
  readonly own = parser.configure([GFM, boundedParagraphs])

  createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    if (fragments.length > 0) this.count += 1
    return this.own.startParse(input, fragments, ranges)
  }
}

function nodesOf(tree: Tree): string[] {
  const nodes: string[] = []
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from}-${to}`) })
  return nodes
}

function writtenText(random: Random): string {
  let text = ''
  while (text.length < 34_000) text += random.pick(BLOCKS) + random.pick(BETWEEN)
  return text
}

interface Change {
  readonly fromA: number
  readonly toA: number
  readonly fromB: number
  readonly toB: number
}

/** The text with one to three places changed, and what was changed in it. */
function edited(text: string, random: Random): { readonly text: string; readonly changes: readonly Change[] } {
  const places = Array.from({ length: 1 + random.below(3) }, () => random.below(text.length)).toSorted((a, b) => a - b)
  const changes: Change[] = []
  let result = ''
  let at = 0
  for (const place of places) {
    if (place < at) continue
    const insert = random.chance(0.7) ? random.pick(SNIPPETS) : ''
    const removed = random.chance(0.5) ? random.below(random.chance(0.1) ? 4_000 : 12) : 0
    const toA = Math.min(text.length, place + removed)
    result += text.slice(at, place)
    changes.push({ fromA: place, toA, fromB: result.length, toB: result.length + insert.length })
    result += insert
    at = toA
  }
  return { text: result + text.slice(at), changes }
}

it.each([1, 2, 3, 4, 5, 6])('gives the tree of the whole text, whatever is changed in it (seed %i)', (seed) => {
  const random = new Random(seed)
  const counting = new CountingParser()
  const short = new LongMarkdownParser(counting)
  let text = writtenText(random)
  let tree = counting.own.parse(text)
  const edits = 80
  for (let edit = 0; edit < edits; edit++) {
    const { text: after, changes } = edited(text, random)
    const asked = counting.count
    const amended = short.parse(after, TreeFragment.applyChanges(TreeFragment.addTree(tree), changes))
    tree = counting.own.parse(after)
    // The parser's own way is not what is looked at: beside a table it can keep a block too many.
    if (counting.count === asked) {
      const where = `edit ${edit}: ${JSON.stringify(changes)} of ${JSON.stringify(text)}`
      expect(nodesOf(amended), where).toEqual(nodesOf(tree))
    }
    text = after
    if (random.chance(0.1)) {
      text = writtenText(random)
      tree = counting.own.parse(text)
    }
  }
  expect(counting.count).toBeLessThan(edits / 2)
})

it.each([7, 8, 9])('gives the tree of as much of the text as is wanted (seed %i)', (seed) => {
  const random = new Random(seed)
  const counting = new CountingParser()
  const short = new LongMarkdownParser(counting)
  const until = (parse: PartialParse, end: number): Tree => {
    parse.stopAt(end)
    for (;;) {
      const tree = parse.advance()
      if (tree !== null) return tree
    }
  }
  /** What is far enough from the end not to be cut there. */
  const firstOf = (tree: Tree, end: number): string[] =>
    nodesOf(tree).filter((node) => Number(node.split('-').at(-1)) < end - 5_000)
  for (let round = 0; round < 40; round++) {
    const text = writtenText(random) + writtenText(random)
    const end = 40_000
    const tree = until(counting.own.startParse(text), end)
    const { text: after, changes } = edited(text.slice(0, 30_000), random)
    const whole = after + text.slice(30_000)
    const newEnd = end + after.length - 30_000
    const asked = counting.count
    const fragments = TreeFragment.applyChanges(TreeFragment.addTree(tree, [], true), changes)
    const amended = until(short.startParse(whole, fragments), newEnd)
    if (counting.count > asked) continue
    expect(firstOf(amended, newEnd)).toEqual(firstOf(counting.own.parse(whole), newEnd))
    expect(amended.length).toBeGreaterThanOrEqual(newEnd)
  }
  expect(counting.count).toBeLessThan(20)
})

it.each([10, 11, 12, 13])(
  'gives the tree of the whole text, read part by part and changed between (seed %i)',
  (seed) => {
    const random = new Random(seed)
    const counting = new CountingParser()
    const short = new LongMarkdownParser(counting)
    let parts = 0
    for (let round = 0; round < 8; round++) {
      let text = writtenText(random) + writtenText(random)
      let fragments: readonly TreeFragment[] = []
      for (;;) {
        const known = fragments[0]?.tree.length ?? 0
        if (known > 2_000 && random.chance(0.2)) {
          const read = text.slice(0, known - 1_000)
          const { text: after, changes } = edited(read, random)
          text = after + text.slice(read.length)
          fragments = TreeFragment.applyChanges(fragments, changes)
        }
        // The first part is read by the parser itself, as there is nothing yet to go on from.
        const to = Math.max(40_000, known + 500 + random.below(8_000))
        const parse = short.startParse(text, fragments)
        if (to < text.length) parse.stopAt(to)
        let tree = parse.advance()
        while (tree === null) tree = parse.advance()
        parts += 1
        if (to >= text.length) {
          expect(nodesOf(tree), JSON.stringify(text)).toEqual(nodesOf(counting.own.parse(text)))
          break
        }
        expect(tree.length).toBeGreaterThanOrEqual(to)
        fragments = TreeFragment.addTree(tree, fragments, true)
      }
    }
    // What is changed in a way that touches much of the text is read as a whole, as it is elsewhere.
    expect(counting.count).toBeLessThan(parts / 4)
  },
)

it('stays as flat as it is, however often somebody writes in one block after the other', () => {
  const own = parser.configure(GFM)
  const short = new LongMarkdownParser(own)
  let text = 'A paragraph of some words.\n\n'.repeat(2_000)
  let tree = own.parse(text)
  let deepest = 0
  for (let key = 0; key < 600; key++) {
    const at = 5 + key * 29
    text = `${text.slice(0, at)}x${text.slice(at)}`
    const fragments = TreeFragment.applyChanges(TreeFragment.addTree(tree), [
      { fromA: at, toA: at, fromB: at, toB: at + 1 },
    ])
    tree = short.parse(text, fragments)
    deepest = Math.max(deepest, depthOf(tree))
  }
  expect(deepest).toBeLessThan(40)
  expect(nodesOf(tree)).toEqual(nodesOf(own.parse(text)))
})

function depthOf({ children }: Tree): number {
  return 1 + Math.max(0, ...children.map((child) => (child instanceof Tree ? depthOf(child) : 0)))
}

it('leaves a line of megabytes to the parser itself', () => {
  const counting = new CountingParser()
  const short = new LongMarkdownParser(counting)
  const text = `A paragraph.\n\n![](data:image/png;base64,${'A'.repeat(1_000_000)})\n\nThe end.\n`
  const tree = counting.own.parse(text)
  const fragments = TreeFragment.applyChanges(TreeFragment.addTree(tree), [{ fromA: 2, toA: 2, fromB: 2, toB: 3 }])
  const after = `${text.slice(0, 2)}x${text.slice(2)}`
  expect(nodesOf(short.parse(after, fragments))).toEqual(nodesOf(counting.own.parse(after)))
  expect(counting.count).toBe(1)
})

it.each([20, 21, 22])('knows what the text begins with, whatever becomes of it (seed %i)', (seed) => {
  const random = new Random(seed)
  const text = parser.configure([GFM, boundedParagraphs, frontMatterNodes])
  const front = text.configure(frontMatterBlock)
  const short = new LongMarkdownParser(text, front)
  let found = 0
  for (let round = 0; round < 6; round++) {
    const rest = random.chance(0.5) ? writtenText(random) : writtenText(random).slice(0, 3_000)
    let source = random.pick(FRONTS) + rest
    let tree = short.parse(source)
    for (let edit = 0; edit < 20; edit++) {
      const at = random.below(random.chance(0.7) ? 80 : 400)
      const toA = at + (random.chance(0.5) ? random.below(12) : 0)
      const insert = random.chance(0.7) ? random.pick(MARKS) : ''
      source = source.slice(0, at) + insert + source.slice(toA)
      const fragments = TreeFragment.applyChanges(TreeFragment.addTree(tree), [
        { fromA: at, toA, fromB: at, toB: at + insert.length },
      ])
      tree = short.parse(source, fragments)
      const lines = frontMatterLines(source.split('\n'))
      const fresh = (lines > 0 ? front : text).parse(source)
      const beginning = (of: Tree) => nodesOf(of).filter((node) => Number(node.split('-').at(-1)) < 2_000)
      expect(beginning(tree), JSON.stringify(source.slice(0, 600))).toEqual(beginning(fresh))
      if (lines > 0) {
        found += 1
        expect(tree.topNode.firstChild?.name).toBe('FrontMatter')
        expect(source.slice(0, tree.topNode.firstChild?.to).split('\n')).toHaveLength(lines)
      }
    }
  }
  expect(found).toBeGreaterThan(5)
})

it.each([2_000, 40_000])('takes up front matter that ends far below, and drops it (%i characters)', (length) => {
  const text = parser.configure([GFM, boundedParagraphs, frontMatterNodes])
  const short = new LongMarkdownParser(text, text.configure(frontMatterBlock))
  const lines = 'other: word\n\n# heading\n\n'.repeat(40)
  const open = `---\ntitle: A text\n${lines}`.padEnd(length, 'words\n\n')
  const at = open.indexOf('# heading', 700)
  const closed = `${open.slice(0, at)}---\n${open.slice(at)}`
  const first = (tree: Tree) => tree.topNode.firstChild?.name
  const changed = (tree: Tree, source: string, fromA: number, toA: number, toB: number) =>
    short.parse(source, TreeFragment.applyChanges(TreeFragment.addTree(tree), [{ fromA, toA, fromB: fromA, toB }]))
  const before = short.parse(open)
  expect(first(before)).toBe('HorizontalRule')
  const taken = changed(before, closed, at, at, at + 4)
  expect(first(taken)).toBe('FrontMatter')
  expect(nodesOf(taken)).toEqual(nodesOf(short.parse(closed)))
  expect(nodesOf(changed(taken, open, at, at + 4, at))).toEqual(nodesOf(before))
})

it('has the line breaks of the library, and soon', () => {
  const own = parser.configure(GFM)
  const quick = own.configure(quickBreaks)
  const random = new Random(30)
  for (let round = 0; round < 300; round++) {
    const pieces = Array.from({ length: 30 }, () =>
      random.pick([' ', '  ', '\n', 'a', '\\', '*', '`', '   \n', '\\\n', '#']),
    )
    expect(nodesOf(quick.parse(pieces.join('')))).toEqual(nodesOf(own.parse(pieces.join(''))))
  }
  expect(quick.parse(`a${' '.repeat(400_000)}x`).length).toBe(400_002)
})
