import { describe, expect, it } from 'vitest'
import type { Passage } from '../../../../../client/panels/difference.ts'
import { MAX_SHOWN, shownPassages } from '../../../../../client/panels/history/shown-passages.ts'

const shownOf = (...passages: Passage[]): string[] => shownPassages(passages).map(({ text }) => text)

describe('the passages of a comparison', () => {
  it('are shown as they are when they are short', () => {
    const passages: Passage[] = [
      { in: 'both', text: 'One.\n' },
      { in: 'document', text: 'Two.\n' },
      { in: 'aside', text: 'Three.\n' },
    ]
    expect(shownPassages(passages)).toEqual(passages)
  })

  it('are shown without their middle when they are long, in whole characters', () => {
    const [shown = ''] = shownOf({ in: 'aside', text: `start\n${'line\n'.repeat(10_000)}end` })
    expect(shown.length).toBeLessThan(20_100)
    expect(shown).toMatch(/^start\nline\n/)
    expect(shown).toMatch(/line\nend$/)
    expect(shown).toMatch(/⋯ 6\d\d\d lines ⋯/)
    const [oneLine = ''] = shownOf({ in: 'document', text: `x${'😀'.repeat(20_000)}` })
    expect(oneLine).toContain(' ⋯ ')
    expect(oneLine).not.toMatch(/[\uD800-\uDFFF]/u)
  })

  it('that did not change are shown by their ends, and their long lines without their middle', () => {
    const [shown = ''] = shownOf({ in: 'both', text: lines(50, 'a'.repeat(50_000)) })
    expect(shown.length).toBeLessThan(15_000)
    expect(shown).toContain('⋯ 44 lines ⋯')
  })

  it('are together no more than a browser lays out in a moment', () => {
    const many = Array.from({ length: 1000 }, (_, i): Passage => {
      return { in: i % 2 === 0 ? 'document' : 'aside', text: 'line\n'.repeat(1000) }
    })
    const shown = shownOf(...many)
    expect(shown.join('').length).toBeLessThanOrEqual(MAX_SHOWN + 100)
    expect(shown.at(-1)).toContain('lines ⋯')
  })
})

function lines(count: number, line: string): string {
  return Array.from({ length: count }, () => line).join('\n')
}
