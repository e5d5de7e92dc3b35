import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { enterInMarkup } from '../../../../client/editor/list-enter.ts'
import { markedTextOf, readState, runOn, stateOf } from '../../../support/marked-text.ts'

describe('Enter in a list', () => {
  it.each([
    ['- a‸', '- a\n- ‸'],
    ['1. a‸', '1. a\n2. ‸'],
    ['1. a‸\n2. b\n3. c', '1. a\n2. ‸\n3. b\n4. c'],
    ['1. a‸\n2. b‸\n3. c', '1. a\n2. ‸\n3. b\n4. ‸\n5. c'],
    ['1. a‸b‸c\n2. d', '1. a\n2. ‸b\n3. ‸c\n4. d'],
    ['7) a‸\n8) b', '7) a\n8) ‸\n9) b'],
    ['> 1. a‸\n> 2. b', '> 1. a\n> 2. ‸\n> 3. b'],
    ['- x\n  1. a‸\n  2. b\n- y', '- x\n  1. a\n  2. ‸\n  3. b\n- y'],
    ['- 1. a‸\n  2. b', '- 1. a\n  2. ‸\n  3. b'],
    ['1. a\n\n2. b‸\n\n3. c', '1. a\n\n2. b\n\n3. ‸\n\n4. c'],
    ['1. a\n2. ‸\n3. c', '1. a\n‸\n2. c'],
    ['1. a\n   1. b\n   2. ‸\n2. c', '1. a\n   1. b\n2. ‸\n3. c'],
  ])('makes an item, and the numbers count on, from %j', (before, after) => {
    expect(runOn(enterInMarkup, before)).toBe(after)
  })

  it.each([
    ['1. a‸\n2. \n3. b\n4. c\n4. \n55. d\n66. e', '1. a\n2. ‸\n3. \n4. b\n5. c\n6. \n7. d\n8. e'],
    ['1. a‸\n44. b\n5. c\n5. d\n   - child', '1. a\n2. ‸\n3. b\n4. c\n5. d\n   - child'],
    ['1. a\n2. \n3. b\n4. c\n4. \n55. d\n66. e‸', '1. a\n2. \n3. b\n4. c\n5. \n6. d\n7. e\n8. ‸'],
    ['8. a\n9. b‸\n9. c\n1010. d\n1111. e', '8. a\n9. b\n10. ‸\n11. c\n12. d\n13. e'],
    ['1. a‸\n22. b\n   - child', '1. a\n2. ‸\n3. b\n   - child'],
  ])('sets right what several people counted at once: %j', (before, after) => {
    expect(runOn(enterInMarkup, before)).toBe(after)
  })

  it.each([
    ['1. a\n7. b‸', '1. a\n7. b\n8. ‸'],
    ['1. a‸\n7. b\n8. c', '1. a\n2. ‸\n7. b\n8. c'],
    ['1. a‸\n2. b\n9. c', '1. a\n2. ‸\n2. b\n9. c'],
    ['12. Mai‸\n15. Mai\n20. Mai', '12. Mai\n13. ‸\n15. Mai\n20. Mai'],
    ['1. a‸\n1. b\n1. c', '1. a\n1. ‸\n1. b\n1. c'],
    ['1. a\n1. b\n1. c‸', '1. a\n1. b\n1. c\n1. ‸'],
    ['0. a\n0. b‸', '0. a\n0. b\n0. ‸'],
    ['1. a‸\n1. b\n1. c\n2. d', '1. a\n2. ‸\n1. b\n1. c\n2. d'],
  ])('leaves numbers that did not count: %j', (before, after) => {
    expect(runOn(enterInMarkup, before)).toBe(after)
  })

  it.each([
    ['- He was born in\n  1986. She in\n  1994. Done‸', '- He was born in\n  1986. She in\n  1994. Done\n  ‸'],
    ['- a‸\n\n      5. x\n      9. y\n- b', '- a\n- ‸\n\n      5. x\n      9. y\n- b'],
    ['- a‸\n\n      5. x\n      5. y\n- b', '- a\n- ‸\n\n      5. x\n      5. y\n- b'],
    [
      '- a‸\n\n  <pre>\n  5. x\n  6. y\n  6. z\n  </pre>\n- b',
      '- a\n- ‸\n\n  <pre>\n  5. x\n  6. y\n  6. z\n  </pre>\n- b',
    ],
  ])('leaves numbers that are no items: %j', (before, after) => {
    expect(runOn(enterInMarkup, before)?.replaceAll(/\n\n+/g, '\n')).toBe(after.replaceAll(/\n\n+/g, '\n'))
  })

  it('leaves what is below an item in it where its number becomes longer', () => {
    expect(runOn(enterInMarkup, '8. a‸\n9. b\n   - c\n     more\n10. d')).toBe(
      '8. a\n9. ‸\n10. b\n    - c\n      more\n11. d',
    )
  })

  it.each([
    ['1. a‸\n2. b\n\ntext\n\n7. other', '1. a\n2. ‸\n3. b\n\ntext\n\n7. other'],
    ['1. a‸\n   ```\n   5. x\n   ```\n2. b', '1. a\n2. ‸\n   ```\n   5. x\n   ```\n3. b'],
    ['1. a‸\n2) b', '1. a\n2. ‸\n2) b'],
    ['1. a‸\n   1. b\n\n   text\n\n   1. c', '1. a\n2. ‸\n   1. b\n\n   text\n\n   1. c'],
    ['9. x\n\n# A\n1. a‸', '9. x\n\n# A\n1. a\n2. ‸'],
  ])('leaves what is no part of the list: %j', (before, after) => {
    expect(runOn(enterInMarkup, before)).toBe(after)
  })

  it.each([
    ['1. [ ] a‸', '1. [ ] a\n2. [ ] ‸'],
    ['1. [x] a‸b\n2. [ ] c', '1. [x] a\n2. [ ] ‸b\n3. [ ] c'],
    ['1. [ ] a\n2. [ ] ‸', '1. [ ] a\n‸'],
    ['- [x] a‸', '- [x] a\n- [ ] ‸'],
  ])('makes a task behind a task: %j', (before, after) => {
    expect(runOn(enterInMarkup, before)).toBe(after)
  })

  it.each([
    ['- o‹n›e', '- o\n- ‸e'],
    ['- ‹one›', '- \n- ‸'],
    ['1. o‹ne\n2. tw›o\n3. c', '1. o\n2. ‸o\n3. c'],
    ['1. o‹n›e\n2. t‹w›o', '1. o\n2. ‸e\n3. t\n4. ‸o'],
    ['1. [ ] o‹n›e', '1. [ ] o\n2. [ ] ‸e'],
  ])('takes what is selected away: %j', (before, after) => {
    expect(runOn(enterInMarkup, before)).toBe(after)
  })

  it('does nothing elsewhere, nor where nothing may be written', () => {
    expect(runOn(enterInMarkup, 'a‸')).toBeNull()
    expect(runOn(enterInMarkup, '- a\n\n```\n- b‸\n```')).toBeNull()
  })

  it('counts each of several lists once, also where one looks as if it was in the other', () => {
    expect(runOn(enterInMarkup, '1. a‸\n2. b\n\n x\n\n5. c‸\n6. d')).toBe('1. a\n2. ‸\n3. b\n\n x\n\n5. c\n6. ‸\n7. d')
  })

  it('is fast in a long list, of which it counts a part', () => {
    const state = stateOf(`1. a‸\n${Array.from({ length: 60_000 }, (_, at) => `${at + 2}. item`).join('\n')}`)
    let after = ''
    enterInMarkup({ state, dispatch: ({ newDoc }) => (after = newDoc.sliceString(0, 20)) })
    expect(after).toBe('1. a\n2. \n3. item\n4. ')
  })

  it('counts a hundred items below the cursor, and no fewer the next time', () => {
    const lines = Array.from({ length: 500 }, (_, at) => `${at + 1}. item`)
    lines[199] += '‸'
    const press = (marked: string): string => {
      let state = readState(stateOf(marked))
      enterInMarkup({ state, dispatch: (transaction) => (state = transaction.state) })
      return markedTextOf(state)
    }
    const once = press(lines.join('\n'))
    expect(changed(lines, once)).toEqual([201, 300])
    expect(changed(lines, press(once.replace('201. ‸', '201. x‸')))).toEqual([201, 300])
  })
})

/** The numbers of the first and the last of the old items that have another now. */
function changed(lines: readonly string[], after: string): unknown[] {
  const items = after.split('\n').filter((line) => line.endsWith('item'))
  const others = lines.flatMap((line, at) => (line.replace('‸', '') === items[at] ? [] : [at + 1]))
  return [others[0], others.at(-1)]
}

describe('two who press Enter in a numbered list at once', () => {
  it('have a list that the next Enter sets right', () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const
    docs[0].getText().insert(0, '1. a\n2. b\n3. c')
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]))
    const press = (doc: Y.Doc, marked: string): void => {
      const state = stateOf(marked)
      enterInMarkup({
        state,
        dispatch: ({ changes }) => {
          let shift = 0
          changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
            doc.getText().delete(fromA + shift, toA - fromA)
            doc.getText().insert(fromA + shift, inserted.toString())
            shift += inserted.length - (toA - fromA)
          }, true)
        },
      })
    }
    press(docs[0], '1. a‸\n2. b\n3. c')
    press(docs[1], '1. a\n2. b‸\n3. c')
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]))
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]))
    const text = docs[0].getText().toString()
    expect(text).toBe(docs[1].getText().toString())
    expect(text).not.toBe('1. a\n2. \n3. b\n4. \n5. c')
    expect(runOn(enterInMarkup, `${text}‸`)).toBe('1. a\n2. \n3. b\n4. \n5. c\n6. ‸')
  })
})
