import { describe, expect, it } from 'vitest'
import { marksOf } from '../../../../client/editor/lists.ts'

describe('the items that a line begins', () => {
  it('are some, from the outermost', () => {
    expect(marksOf('- 1. a', 0).map(({ bullet, content }) => [bullet, content])).toEqual([
      ['-', 2],
      ['1.', 5],
    ])
  })

  it('are no more than anybody means', () => {
    expect(marksOf(`${'- '.repeat(10_000)}a`, 0).length).toBeLessThan(50)
  })
})
