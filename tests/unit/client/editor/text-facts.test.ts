import { Text } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { TextFactsReader } from '../../../../client/editor/text-facts.ts'
import { atOnce } from '../../../../client/lib/slices.ts'

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
