import { expect, it } from 'vitest'
import type { TextChange } from '../../../../client/preview/messages.ts'
import { changedText } from '../../../support/changed-text.ts'
import { TaskPlaces } from '../../../../client/preview/task-places.ts'

const BEFORE = '# Tasks\n\n- [ ] Milk\n- [x] Bread\n'
const MILK = 2
const BREAD = 3

/** Where the box is found by whoever presses it on a page of `version`, when the text is at version 2. */
function found(changes: readonly TextChange[], line: number, checked: boolean, version = 1): number | null {
  const tasks = new TaskPlaces()
  tasks.changed({ version: 1, lines: BEFORE.split('\n'), changes })
  return tasks.find({ type: 'task', line, checked, version }, 2, changedText(BEFORE, changes).split('\n'))
}

const inserted = (at: number, insert: string): TextChange => ({ at, remove: 0, insert })

it('finds a box on a page that shows the text as it is', () => {
  expect(found([inserted(0, 'More\n')], MILK + 1, true, 2)).toBe('More\n# Tasks\n\n- '.length)
})

it('finds a box where it is by now, on a page that does not show the last change yet', () => {
  const at = BEFORE.indexOf('[ ] Milk')
  expect(found([inserted(0, 'More\n')], MILK, true)).toBe(at + 5)
  expect(found([inserted(0, 'More\n'), { at: 5, remove: 7, insert: '' }], MILK, true)).toBe(at - 2)
  expect(found([inserted(BEFORE.length, '- [ ] Eggs')], MILK, true)).toBe(at)
  expect(found([inserted(0, '- [ ] Eggs\n')], BREAD, false)).toBe(BEFORE.indexOf('[x]') + 11)
})

it('finds none that is gone, that is as it is wanted, or that nobody knows of any more', () => {
  const at = BEFORE.indexOf('- [ ] Milk')
  expect(found([{ at, remove: 11, insert: '' }], MILK, true)).toBeNull()
  expect(found([inserted(0, 'x')], MILK, false)).toBeNull()
  expect(found([inserted(0, 'x')], 0, true)).toBeNull()
  expect(found([inserted(0, 'x')], 99, true)).toBeNull()
  expect(found([inserted(0, 'x')], MILK, true, 0)).toBeNull()
})
