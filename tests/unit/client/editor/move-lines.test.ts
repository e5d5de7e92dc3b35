import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { markdownLanguage } from '../../../../client/editor/languages.ts'
import { countedLines } from '../../../../client/editor/list-numbers.ts'
import { type Gap, linesAt, moveLines } from '../../../../client/editor/move-lines.ts'
import { Random } from '../../../support/random.ts'

function stateOf(doc: string, anchor = 0, head = anchor): EditorState {
  return EditorState.create({ doc, selection: { anchor, head }, extensions: [markdownLanguage, countedLines] })
}

/** The lines of `first` to `last`, from 1, as text. */
function movedText(doc: string, line: number): string {
  const state = stateOf(doc)
  const { from, to } = linesAt(state, state.doc.line(line).from)
  return state.sliceDoc(from, to)
}

describe('what moves with a line', () => {
  const doc = [
    '# Heading',
    'one',
    'two',
    '',
    '- item',
    '  - child',
    '    more',
    '- other',
    '',
    '| a |',
    '| - |',
    '| 1 |',
    '',
    '```',
    'code',
    '```',
    '> quote',
    '> more',
  ].join('\n')

  it.each([
    [1, '# Heading'],
    [2, 'one\ntwo'],
    [3, 'two'],
    [4, ''],
    [5, '- item\n  - child\n    more'],
    [6, '  - child\n    more'],
    [7, '    more'],
    [8, '- other'],
    [10, '| a |\n| - |\n| 1 |'],
    [12, '| 1 |'],
    [14, '```\ncode\n```'],
    [15, 'code'],
    [17, '> quote\n> more'],
  ])('line %s', (line, moved) => {
    expect(movedText(doc, line)).toBe(moved)
  })

  it('is all that is selected, where it is of it', () => {
    const state = stateOf('one\n\ntwo\n\nthree', 1, 6)
    expect(linesAt(state, 5)).toEqual({ from: 0, to: 8 })
    expect(linesAt(state, 10)).toEqual({ from: 10, to: 15 })
  })

  it('is no line of which nothing is selected', () => {
    expect(linesAt(stateOf('one\n\ntwo\n\nthree', 0, 5), 0)).toEqual({ from: 0, to: 4 })
  })
})

function moved(doc: string, first: number, last: number, gap: { line: number; isBehind: boolean }, cursor = 0): string {
  const state = stateOf(doc, cursor)
  const place: Gap = { line: state.doc.line(gap.line).from, isBehind: gap.isBehind }
  const spec = moveLines(state, { from: state.doc.line(first).from, to: state.doc.line(last).to }, place)
  if (spec === null) return 'nowhere'
  const { state: after } = state.update(spec)
  const { head } = after.selection.main
  return `${after.sliceDoc(0, head)}^${after.sliceDoc(head)}`
}

describe('lines', () => {
  it.each([
    [1, 1, 2, true, 'b\n^a\nc'],
    [1, 1, 3, true, 'b\nc\n^a'],
    [3, 3, 1, false, '^c\na\nb'],
    [2, 3, 1, false, '^b\nc\na'],
    [1, 2, 3, true, 'c\n^a\nb'],
    [2, 2, 1, true, 'nowhere'],
    [2, 2, 2, false, 'nowhere'],
    [1, 3, 2, true, 'nowhere'],
  ])('%s to %s move to line %s, behind it: %s', (first, last, line, isBehind, expected) => {
    expect(moved('a\nb\nc', first, last, { line, isBehind })).toBe(expected)
  })

  it('take the cursor along where it was', () => {
    expect(moved('ab\ncd', 1, 1, { line: 2, isBehind: true }, 1)).toBe('cd\na^b')
  })

  it('of a list that is numbered count on where they are', () => {
    expect(moved('1. a\n2. b\n3. c', 3, 3, { line: 1, isBehind: false })).toBe('^1. c\n2. a\n3. b')
  })

  it('of a paragraph are the same lines in another order, wherever they go', () => {
    const random = new Random(3)
    for (let round = 0; round < 500; round++) {
      const lines = Array.from({ length: 2 + random.below(6) }, () => random.pick(['a', 'b', 'c']))
      const first = random.below(lines.length)
      const last = first + random.below(lines.length - first)
      const target = random.below(lines.length)
      const isBehind = random.chance(0.5)
      const result = moved(lines.join('\n'), first + 1, last + 1, { line: target + 1, isBehind }).replace('^', '')
      const at = target + (isBehind ? 1 : 0)
      if (at >= first && at <= last + 1) {
        expect(result).toBe('nowhere')
        continue
      }
      const block = lines.slice(first, last + 1)
      const rest = lines.toSpliced(first, block.length)
      expect(result).toBe(rest.toSpliced(at > last ? at - block.length : at, 0, ...block).join('\n'))
    }
  })
})

/** The block that begins in the line with `from` goes above or below the line with `to`. */
function carried(doc: string, from: string, side: 'above' | 'below', to: string): string {
  const state = stateOf(doc)
  const place: Gap = { line: doc.indexOf(to), isBehind: side === 'below' }
  const spec = moveLines(state, linesAt(state, doc.indexOf(from)), place)
  return spec === null ? 'nowhere' : state.update(spec).state.sliceDoc()
}

describe('blocks', () => {
  it.each([
    ['first\n\nsecond\n\nthird', 'first', 'above', 'third', 'second\n\nfirst\n\nthird'],
    ['first\n\nsecond\n\nthird', 'first', 'below', 'second', 'second\n\nfirst\n\nthird'],
    ['first\n\nsecond\n\nthird', 'first', 'below', 'third', 'second\n\nthird\n\nfirst'],
    ['first\n\nsecond\n\nthird\n', 'first', 'below', 'third', 'second\n\nthird\n\nfirst\n'],
    ['first\n\nsecond\n\nthird', 'third', 'above', 'first', 'third\n\nfirst\n\nsecond'],
    ['first\n\nsecond\n\nthird\n', 'third', 'above', 'first', 'third\n\nfirst\n\nsecond\n'],
    ['first\n\nsecond\n\nthird', 'second', 'above', 'third', 'nowhere'],
    ['first\n\nsecond\n\nthird', 'third', 'below', 'first', 'first\n\nthird\n\nsecond'],
    ['one\ntwo\n\nthree\nfour', 'one', 'below', 'three', 'three\n\none\ntwo\n\nfour'],
    ['# A\none\n\ntwo', 'one', 'below', 'two', '# A\n\ntwo\n\none'],
    ['one\n# A\ntwo\n\nthree', '# A', 'below', 'three', 'one\n\ntwo\n\nthree\n# A'],
    ['```\nx\n```\n\none\n\ntwo', '```', 'above', 'two', 'one\n\n```\nx\n```\n\ntwo'],
  ] as const)('of %j: the one with %j goes %s %j', (doc, from, side, to, expected) => {
    expect(carried(doc, from, side, to)).toBe(expected)
  })

  it.each([
    ['- a\n- b\n- c', '- c', 'above', '- a', '- c\n- a\n- b'],
    ['- a\n- b\n\ntext', '- b', 'above', '- a', '- b\n- a\n\ntext'],
    ['- a\n- b\n\ntext', '- b', 'below', 'text', '- a\n\ntext\n\n- b'],
    ['text\n\n- a\n- b', '- a', 'above', 'text', '- a\n\ntext\n\n- b'],
    ['- a\n- b\n\ntext', 'text', 'above', '- a', 'text\n\n- a\n- b'],
    ['- a\n- b\n\ntext\n\n- c', '- c', 'below', '- b', '- a\n- b\n- c\n\ntext'],
    ['- a\n\n- b\n\n- c', '- c', 'above', '- a', '- c\n\n- a\n\n- b'],
    ['- a\n\n- b\n\n- c', '- a', 'below', '- c', '- b\n\n- c\n\n- a'],
    ['- a\n  - x\n- b', '- b', 'above', '- a', '- b\n- a\n  - x'],
    ['1. a\n2. b\n\ntext', '2. b', 'above', '1. a', '1. b\n2. a\n\ntext'],
  ] as const)('that are items, of %j: %j goes %s %j', (doc, from, side, to, expected) => {
    expect(carried(doc, from, side, to)).toBe(expected)
  })

  it('are the same blocks in another order, with an empty line between them', () => {
    const random = new Random(5)
    const kinds = ['one', 'one\ntwo', '# A', '| a |\n| - |', '> a', '```\n\nx\n```']
    for (let round = 0; round < 300; round++) {
      const blocks = Array.from({ length: 2 + random.below(4) }, () => random.pick(kinds))
      const starts = blocks.map((_block, at) => blocks.slice(0, at).join('\n\n').length + (at === 0 ? 0 : 2))
      const [from, to] = [random.below(blocks.length), random.below(blocks.length)]
      const state = stateOf(blocks.join('\n\n'))
      const lines = { from: starts[from] ?? 0, to: (starts[from] ?? 0) + (blocks[from]?.length ?? 0) }
      const spec = moveLines(state, lines, { line: starts[to] ?? 0, isBehind: false })
      const rest = blocks.toSpliced(from, 1).toSpliced(to > from ? to - 1 : to, 0, blocks[from] ?? '')
      const result = spec === null ? blocks : state.update(spec).state.sliceDoc().split('\n\n')
      expect(result.join('\n\n')).toBe(rest.join('\n\n'))
    }
  })
})
