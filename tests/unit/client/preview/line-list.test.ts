import { expect, it } from 'vitest'
import { LineList } from '../../../../client/preview/line-list.ts'
import type { TextChange } from '../../../../client/preview/messages.ts'
import { changedText } from '../../../support/changed-text.ts'
import { Random } from '../../../support/random.ts'

const PIECES = ['', 'a', 'b c', '\n', '\n\n', 'x\ny', '\r\n', '\0', 'long '.repeat(5)]

it('is empty as one line', () => {
  expect(new LineList('').lines).toEqual([''])
})

it.each([1, 2, 3, 4])(
  'has the lines of the whole text after every change, and says which are the same (seed %i)',
  (seed) => {
    const random = new Random(seed)
    let text = Array.from({ length: 40 }, () => random.pick(PIECES)).join('')
    const list = new LineList(text)
    for (let round = 0; round < 300; round++) {
      const before = list.lines
      const changes: TextChange[] = []
      let length = text.length
      for (let count = 1 + random.below(3); count > 0; count--) {
        const at = random.below(length + 1)
        const remove = Math.min(length - at, random.chance(0.5) ? random.below(12) : 0)
        const insert = random.pick(PIECES)
        changes.push({ at, remove, insert })
        length += insert.length - remove
      }
      const { same, sameEnd } = list.change(changes)
      text = changedText(text, changes)
      const wanted = text.replaceAll('\r', ' ').replaceAll('\0', '\uFFFD').split('\n')
      expect(list.lines).toEqual(wanted)
      expect(wanted.slice(0, same)).toEqual(before.slice(0, same))
      expect(wanted.slice(wanted.length - sameEnd)).toEqual(before.slice(before.length - sameEnd))
      expect(same + sameEnd).toBeLessThanOrEqual(Math.min(wanted.length, before.length))
    }
  },
)

it('replaces something everywhere in one go', () => {
  const text = 'a b\na\n'.repeat(5_000)
  const list = new LineList(text)
  const changes: TextChange[] = []
  for (let at = text.indexOf('a'), grown = 0; at >= 0; at = text.indexOf('a', at + 1)) {
    changes.push({ at: at + grown, remove: 0, insert: 'x\ny' }, { at: at + grown + 3, remove: 1, insert: '' })
    grown += 2
  }
  expect(list.change(changes)).toEqual({ same: 0, sameEnd: 1 })
  expect(list.lines).toEqual(text.replaceAll('a', 'x\ny').split('\n'))
})

it('looks at no more than the lines of a change', () => {
  const list = new LineList('one\ntwo\nthree\nfour')
  expect(list.change([{ at: 5, remove: 1, insert: 'W' }])).toEqual({ same: 1, sameEnd: 2 })
  expect(list.change([{ at: 3, remove: 1, insert: '' }])).toEqual({ same: 0, sameEnd: 2 })
  expect(list.lines).toEqual(['onetWo', 'three', 'four'])
})
