import { describe, expect, it } from 'vitest'
import { hasLineMark, plainLine, toggleLineMark, toggleTicks } from '../../../../client/editor/line-marks.ts'
import { runOn, stateOf } from '../../../support/marked-text.ts'

describe('what lines begin with', () => {
  it.each([
    ['heading-2', 'wo‸rd', '## wo‸rd'],
    ['heading-2', '## wo‸rd', 'wo‸rd'],
    ['heading-3', '# wo‸rd', '### wo‸rd'],
    ['heading-1', '‸', '# ‸'],
    ['bullets', '‹one\n\ntwo›', '- ‹one\n\n- two›'],
    ['bullets', '- on‸e', 'on‸e'],
    ['bullets', '1. on‸e', '- on‸e'],
    ['numbers', '‹one\ntwo\nthree›', '1. ‹one\n2. two\n3. three›'],
    ['numbers', '  - on‸e', '  1. on‸e'],
    ['tasks', '- on‸e', '- [ ] on‸e'],
    ['tasks', '- [x] on‸e', 'on‸e'],
    ['bullets', '- [ ] on‸e', '- on‸e'],
    ['bullets', '## on‸e', '- on‸e'],
    ['quote', '‹one\ntwo›', '> ‹one\n> two›'],
    ['quote', '> ‹one\n> two›', '‹one\ntwo›'],
    ['quote', '‹one\n\ntwo\n\n›three', '> ‹one\n>\n> two\n\n›three'],
    ['quote', '‹\none\n\ntwo›', '‹\n> one\n>\n> two›'],
    ['quote', '> ‹one\n>\n> two›', '‹one\n\ntwo›'],
    ['quote', '> ‹one\n\n> two›', '‹one\n\ntwo›'],
    ['quote', '‸', '> ‸'],
    ['heading-3', '> q‸', '> ### q‸'],
    ['heading-3', '> ### q‸', '> q‸'],
    ['heading-3', '- on‸e', '- ### on‸e'],
    ['heading-3', '- # on‸e', '- ### on‸e'],
    ['heading-3', '- ### on‸e', '- on‸e'],
    ['heading-3', '- > 1. on‸e', '- > 1. ### on‸e'],
    ['heading-3', '- [x] on‸e', '- ### on‸e'],
    ['heading-3', '[x] on‸e', '### [x] on‸e'],
    ['heading-3', '- - -‸', '### - - -‸'],
    ['heading-2', 'Tit‸le\n=====', '## Tit‸le'],
    ['heading-2', 'Title\n==‸===\n\nend', '## Title‸\n\nend'],
    ['heading-1', 'Tit‸le\n=====', 'Tit‸le'],
    ['heading-1', '‹One\n---\ntwo›', '# ‹One\n# two›'],
    ['heading-1', 'One\ntwo‸\n---', '# One\n# two‸'],
    ['heading-1', '> On‸e\n> ---', '> # On‸e'],
    ['bullets', 'on‸e\nx\ntw‸o', '- on‸e\nx\n- tw‸o'],
    ['bullets', '‹one\n›two', '- ‹one\n›two'],
  ] as const)('%s: %j', (mark, before, after) => {
    expect(runOn(toggleLineMark(mark), before)).toBe(after)
  })

  it.each([
    ['numbers', '‹- a\n  - b\n- c›', '‹1. a\n   1. b\n2. c›'],
    ['bullets', '‹1. a\n   1. b\n2. c›', '‹- a\n  - b\n- c›'],
    ['numbers', '- a‸\n  more\n  - b\n    - c\n- d', '1. a‸\n   more\n   - b\n     - c\n- d'],
    ['tasks', '1. a‸\n   1. b', '- [ ] a‸\n  1. b'],
    ['bullets', '1. a\n2. b‸\n3. c', '1. a\n- b‸\n3. c'],
    ['numbers', '1. a\n- b‸\n- c', '1. a\n2. b‸\n- c'],
    ['bullets', 'foo‸\n    5. x\n    9. y', '- foo‸\n    5. x\n    9. y'],
    ['numbers', '> - a‸\n>   - b', '> 1. a‸\n>    - b'],
  ] as const)('%s, and what is below an item stays in it: %j', (mark, before, after) => {
    expect(runOn(toggleLineMark(mark), before)).toBe(after)
  })

  it('marks all when only some have it', () => {
    expect(runOn(toggleLineMark('tasks'), '‹- [ ] one\ntwo›')).toBe('‹- [ ] one\n- [ ] two›')
  })

  it('says what is on', () => {
    expect(hasLineMark(stateOf('## wo‸rd'), 'heading-2')).toBe(true)
    expect(hasLineMark(stateOf('## wo‸rd'), 'heading-1')).toBe(false)
    expect(hasLineMark(stateOf('- [ ] wo‸rd'), 'bullets')).toBe(false)
    expect(hasLineMark(stateOf('- - -‸'), 'bullets')).toBe(false)
    expect(hasLineMark(stateOf('wo‸rd\n---'), 'heading-2')).toBe(true)
  })

  it('makes a heading plain again', () => {
    expect(runOn(plainLine, '‹### one\n# two›')).toBe('‹one\ntwo›')
    expect(runOn(plainLine, 'Tit‸le\n=====\ntext')).toBe('Tit‸le\ntext')
    expect(runOn(plainLine, '‹> ## one\n- # two\n- [ ] three›')).toBe('‹> one\n- two\n- [ ] three›')
  })

  it('ticks tasks, and takes the ticks away when all are ticked', () => {
    expect(runOn(toggleTicks, '‹- [ ] one\n- [x] two›')).toBe('‹- [x] one\n- [x] two›')
    expect(runOn(toggleTicks, '- [x] on‸e')).toBe('- [ ] on‸e')
    expect(runOn(toggleTicks, 'on‸e')).toBeNull()
  })
})
