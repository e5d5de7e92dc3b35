import { expect, it } from 'vitest'
import { checkNode } from '../../../../server/cli/program-checks.ts'

it.each([
  ['20.19.0', 'ok'],
  ['20.19.5', 'ok'],
  ['22.1.0', 'ok'],
  ['100.0.0', 'ok'],
  ['20.18.9', 'problem'],
  ['18.20.0', 'problem'],
])('Node %s, where 20.19 is needed, is: %s', (present, level) => {
  expect(checkNode(present, '20.19').level).toBe(level)
})
