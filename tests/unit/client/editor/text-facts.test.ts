import { Text } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { TextFactsReader } from '../../../../client/editor/text-facts.ts'
import { atOnce } from '../../../../client/lib/slices.ts'
import { Random } from '../../../support/random.ts'

const textOf = (text: string): Text => Text.of(text.split('\n'))
const factsOf = (text: string) => atOnce(new TextFactsReader().read(textOf(text)))

describe('what is told of a text', () => {
  it.each([
    ['', 0],
    ['one two, three', 3],
    ['don’t stop', 2],
    ['日本語 and', 4],
    ['- [ ] **strong**', 1],
  ])('counts words: %j', (text, words) => {
    expect(factsOf(text).words).toBe(words)
  })

  it('finds headings, without their signs, and none in code', () => {
    const { headings } = factsOf('# One **two**\n\n```\n# no\n```\n\n### [Three](x) ###\n#no\n~~~~\n# no\n~~~\n~~~~\n#')
    expect(headings).toEqual([
      { level: 1, words: 'One two', line: 0 },
      { level: 3, words: 'Three', line: 6 },
      { level: 1, words: '', line: 12 },
    ])
  })

  it('finds headings that are underlined, and none where the line is a rule or belongs to a list or a quote', () => {
    const { headings } = factsOf(
      'One *two*\n===\n\nThree\nfour\n---\n\n---\n\n- item\n---\n> quote\nmore\n---\n    code\n---\n```\nno\n---\n```\ntext\n- item\n===',
    )
    expect(headings).toEqual([
      { level: 1, words: 'One two', line: 0 },
      { level: 2, words: 'Three four', line: 3 },
    ])
  })

  it('knows a heading whatever is behind its words, and soon', () => {
    const many = 400_000
    const lines = [
      `# a${' '.repeat(many)}x`,
      `# b ${'#'.repeat(many)}`,
      `# c${' #'.repeat(many)} x`,
      `# ${'['.repeat(many)}`,
    ]
    const words = factsOf(lines.join('\n')).headings.map((heading) => heading.words)
    expect(words.map((each) => each.slice(0, 3))).toEqual(['a', 'b', 'c #', '[[['])
  })

  it('takes no properties for headings, unless they do not end', () => {
    expect(factsOf('---\ntitle: x\n# a comment\n---\n# One').headings).toEqual([{ level: 1, words: 'One', line: 4 }])
    expect(factsOf('---\ntitle: x\n\n# One').headings).toEqual([{ level: 1, words: 'One', line: 3 }])
    expect(factsOf('---\nwords\n---').headings).toEqual([{ level: 2, words: 'words', line: 1 }])
  })

  it('tells the same of a text in one piece and in many', () => {
    const lines = ['', 'words', 'more', '---', '===', '# head', '- item', '> quote', '    code', '```', '<div>', '***']
    const random = new Random(7)
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 300 }, () => random.pick(lines)).join('\n')
      expect(factsOf(text)).toEqual(new TextFactsReader().readAll(text))
    }
  })

  it('reads again only what changed', () => {
    const reader = new TextFactsReader()
    const before = textOf(
      Array.from({ length: 5_000 }, (_, line) => (line % 100 === 0 ? `# ${line}` : 'a b')).join('\n'),
    )
    const stepsOf = (text: Text): number => {
      let steps = 0
      const work = reader.read(text)
      while (work.next().done !== true) steps++
      return steps
    }
    expect(stepsOf(before)).toBeGreaterThan(100)
    const after = before.replace(7, 7, textOf('x y\nz'))
    expect(stepsOf(after)).toBeLessThan(10)
    const facts = atOnce(reader.read(after))
    expect(facts).toEqual(atOnce(new TextFactsReader().read(after)))
    expect(facts.headings[1]).toEqual({ level: 1, words: '100', line: 101 })
  })
})
