import { describe, expect, it } from 'vitest'
import { indent, outdent } from '../../../../client/editor/indentation.ts'
import { runOn } from '../../../support/marked-text.ts'

describe('Tab', () => {
  it.each([
    ['- a\n- b‸', '- a\n  - b‸'],
    ['1. a\n2. b‸', '1. a\n   1. b‸'],
    ['- [ ] a\n- [ ] b‸', '- [ ] a\n  - [ ] b‸'],
    ['1. a\n2. b‸\n3. c', '1. a\n   1. b‸\n2. c'],
    ['1. one\n- two‸', '1. one\n   - two‸'],
    ['- one\n1. two‸', '- one\n  1. two‸'],
    ['10. a\n11. b‸', '10. a\n    1. b‸'],
    ['> - a\n> - b‸', '> - a\n>   - b‸'],
    ['> 1. a\n> 2. b‸\n> 3. c', '> 1. a\n>    1. b‸\n> 2. c'],
    ['-   a\n-   b‸', '-   a\n    -   b‸'],
    ['- a\n- ‹b\n  - c\n- d›', '- a\n  - ‹b\n    - c\n  - d›'],
    ['1. a\n2. ‹b\n3. c›', '1. a\n   1. ‹b\n   2. c›'],
    ['- a‹\n- b›', '  - a‹\n  - b›'],
    ['- p\n1. a‸\n2. b', '- p\n  1. a‸\n1. b'],
    ['1. p\n1. a‸\n1. b', '1. p\n   1. a‸\n1. b'],
    ['- a‸\n\ntext\n\n- b‸', '  - a‸\n\ntext\n\n  - b‸'],
  ])('puts list items into the one above, and the numbers count on: %j', (before, after) => {
    expect(runOn(indent, before)).toBe(after)
  })

  it.each([
    ['1. a\n   1. b‸\n2. c', '1. a\n2. b‸\n3. c'],
    ['1. one\n   - two‸', '1. one\n- two‸'],
    ['10. a\n    1. b‸', '10. a\n11. b‸'],
    ['> - a\n>   - b‸', '> - a\n> - b‸'],
    ['- a\n    - b‸', '- a\n- b‸'],
    ['- a\n  - ‹b\n    - c›', '- a\n- ‹b\n  - c›'],
    ['- a‸', '- a‸'],
    ['  - a‸', '- a‸'],
  ])('and back: %j', (before, after) => {
    expect(runOn(outdent, before)).toBe(after)
  })

  it('indents any other line by two spaces', () => {
    expect(runOn(indent, 'a‸b')).toBe('  a‸b')
    expect(runOn(outdent, '  a‸b')).toBe('a‸b')
  })

  it('leaves a list that begins with another number, and lists beyond, as they are', () => {
    expect(runOn(indent, '5. a\n6. b\n7. c‸\n\ntext\n\n9. other')).toBe('5. a\n6. b\n   1. c‸\n\ntext\n\n9. other')
  })
})
