import { describe, expect, it } from 'vitest'
import { placed } from '../../../../client/editor/paste-place.ts'
import { markedTextOf, stateOf } from '../../../support/marked-text.ts'

function pasted(marked: string, markdown: string): string {
  const state = stateOf(marked)
  return markedTextOf(state.update(state.changeByRange((range) => placed(state, range, markdown))).state)
}

const TABLE = '| a | b |\n| --- | --- |'

describe('what is pasted', () => {
  it.each([
    ['ab ‸ cd', '**x**', 'ab **x**‸ cd'],
    ['ab ‸ cd', 'x\n\ny', 'ab x\n\ny‸ cd'],
    ['‹ab› cd', '*x*', '*x*‸ cd'],
    ['## ‸', 'x', '## x‸'],
    ['- ‸', 'x', '- x‸'],
    ['a‸ b‸', '`x`', 'a`x`‸ b`x`‸'],
  ])('as a paragraph goes on in its line: %j, %j', (before, markdown, after) => {
    expect(pasted(before, markdown)).toBe(after)
  })

  it.each([
    ['ab ‸', '## x', 'ab\n\n## x‸'],
    ['ab ‸ cd', '## x', 'ab\n\n## x‸\n\ncd'],
    ['ab‸', '- x\n- y', 'ab\n\n- x\n- y‸'],
    ['ab‸cd', TABLE, `ab\n\n${TABLE}‸\n\ncd`],
    ['ab‸cd', '```\nx\n\ny\n```', 'ab\n\n```\nx\n\ny\n```‸\n\ncd'],
    ['ab‸', '> x', 'ab\n\n> x‸'],
    ['ab‸cd', 'x\n\n## y', 'abx\n\n## y‸\n\ncd'],
    ['ab\n‸\ncd', TABLE, `ab\n\n${TABLE}‸\n\ncd`],
    ['ab\n\n‸\n\ncd', TABLE, `ab\n\n${TABLE}‸\n\ncd`],
    ['## ‸', '### x', '### x‸'],
    ['a‸\n\nb‸', '## x', 'a\n\n## x‸\n\nb\n\n## x‸'],
  ])('as blocks has lines of its own: %j, %j', (before, markdown, after) => {
    expect(pasted(before, markdown)).toBe(after)
  })

  it.each([
    ['- a\n  - ‸\n- y', '- x\n- z', '- a\n  - x\n  - z‸\n- y'],
    ['- a\n- ‸\n', '1. x\n   - z', '- a\n1. x\n   - z‸\n'],
    ['- [ ] ‸', '- x', '- x‸'],
    ['> - ‸', '- x\n- y', '> - x\n> - y‸'],
    ['- a ‸\n- b', '- x\n- y', '- a\n  - x\n  - y‸\n- b'],
    ['- a\n‸\n- b', '- x', '- a\n- x‸\n- b'],
    ['- ‸', '## x', '- ## x‸'],
  ])('as a list goes on where one was begun: %j, %j', (before, markdown, after) => {
    expect(pasted(before, markdown)).toBe(after)
  })

  it.each([
    ['> ‸', 'x\n\ny', '> x\n>\n> y‸'],
    ['> a ‸\n> b', '## x', '> a\n>\n> ## x‸\n>\n> b'],
    ['> > ‸', 'x\n\n- y', '> > x\n> >\n> > - y‸'],
    ['- a‸', '\n\nx', '- a\n\n  x‸'],
    ['12. [x] a ‸', 'x\n\ny', '12. [x] a x\n\n    y‸'],
    ['- a\n  ‸', 'x\n\n```\ny\n\nz\n```', '- a\n  x\n\n  ```\n  y\n\n  z\n  ```‸'],
  ])('stays within the quote or item: %j, %j', (before, markdown, after) => {
    expect(pasted(before, markdown)).toBe(after)
  })
})
