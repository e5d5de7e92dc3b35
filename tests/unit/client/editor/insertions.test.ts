import { describe, expect, it } from 'vitest'
import {
  DEFINITIONS,
  insertBlock,
  insertFootnote,
  insertProperties,
  RULE,
  TABLE,
  toggleCodeBlock,
} from '../../../../client/editor/insertions.ts'
import { runOn } from '../../../support/marked-text.ts'

describe('what is inserted', () => {
  it('stands on lines of its own', () => {
    expect(runOn(insertBlock(RULE), 'one‸\ntwo')).toBe('one\n\n---\n\n‸\ntwo')
    expect(runOn(insertBlock(RULE), '‸')).toBe('---\n\n‸')
    expect(runOn(insertBlock(TABLE), 'one\n‸')).toBe('one\n\n| ‹Column› | Column |\n| --- | --- |\n|  |  |')
    expect(runOn(insertBlock(DEFINITIONS), 'one‸')).toBe('one\n\n‹Term›\n: what it means')
  })

  it('a block of code stands around what is selected, with a fence that nothing in it ends', () => {
    expect(runOn(toggleCodeBlock, 'a\n‹b\nc›\nd')).toBe('a\n```\n‹b\nc›\n```\nd')
    expect(runOn(toggleCodeBlock, '‹```\nb\n```›')).toBe('‹b›')
    expect(runOn(toggleCodeBlock, '‸')).toBe('```\n‸\n```')
    expect(runOn(toggleCodeBlock, 'x\n~~~ js\nlet ‸a\n~~~\ny')).toBe('x\nlet ‸a\ny')
    expect(runOn(toggleCodeBlock, '‹a ````` b›')).toBe('``````\n‹a ````` b›\n``````')
  })

  it.each([
    ['> ```js\n> let ‸a\n> ```\n> b', '> let ‸a\n> b'],
    ['> ```\n> let ‸a', '> let ‸a'],
    ['- ```js\n  let ‸a\n    b\n  ```\n- c', '- let ‸a\n    b\n- c'],
    ['- x\n\n  ```\n  let ‸a\n  ```', '- x\n\n  let ‸a'],
    ['> - ```\n>   let ‸a\n>   ```  ', '> - let ‸a'],
    ['  ```\n  let ‸a\n  ```', '  let ‸a'],
    ['- ```‸\n  ```', '- ‸'],
    ['```‸\n```', '‸'],
    ['```‸', '‸'],
  ])('what a block of code stands in stays without its fences: %j', (before, after) => {
    expect(runOn(toggleCodeBlock, before)).toBe(after)
  })

  it('properties are at the beginning, once', () => {
    expect(runOn(insertProperties, '# One\n\ntwo‸')).toBe('---\ntitle: ‸\ntags: []\n---\n\n# One\n\ntwo')
    expect(runOn(insertProperties, '‸')).toBe('---\ntitle: ‸\ntags: []\n---\n')
    expect(runOn(insertProperties, '---\ntitle: One\n---\n\ntwo‸')).toBe('---\ntitle: One‸\n---\n\ntwo')
    expect(runOn(insertProperties, '---\n\ntwo‸')).toBe('---\ntitle: ‸\ntags: []\n---\n\n---\n\ntwo')
  })

  it('a footnote gets the next number, and its text is at the end', () => {
    expect(runOn(insertFootnote, 'one‸ two')).toBe('one[^1] two\n\n[^1]: ‸')
    expect(runOn(insertFootnote, 'one[^1] two‸\n\n[^1]: x')).toBe('one[^1] two[^2]\n\n[^1]: x\n[^2]: ‸')
  })
})
