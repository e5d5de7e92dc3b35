import { expect, it } from 'vitest'
import { boxAt } from '../../../../client/preview/task-box.ts'

it.each([
  ['- [ ] task', 2, false],
  ['  * [x] task', 4, true],
  ['12. [X] task', 4, true],
  ['> - [ ] quoted', 4, false],
  ['- 1. [ ] list in a list', 5, false],
  ['-   [ ] far', 4, false],
])('finds the box in "%s"', (line, at, checked) => expect(boxAt(line)).toEqual({ at, checked }))

it.each(['[ ] no item', '- [] empty', '- [y] other', 'text - [ ] later', '- [ ]glued', '- []( ) link', ''])(
  'finds none in "%s"',
  (line) => expect(boxAt(line)).toBeNull(),
)
