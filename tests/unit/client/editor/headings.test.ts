import { expect, it, vi } from 'vitest'
import { headingsAt } from '../../../../client/editor/headings.ts'
import { stateOf } from '../../../support/marked-text.ts'

it('goes through an underlined paragraph once, however many of its lines are asked for', () => {
  const state = stateOf(`‸${'line\n'.repeat(500)}---\nend`)
  const lines = Array.from({ length: 500 }, (_, index) => state.doc.line(index + 1))
  const line = vi.spyOn(state.doc, 'line')
  const headings = headingsAt(state, lines)
  expect(line.mock.calls.length).toBeLessThan(1_000)
  expect(headings).toHaveLength(500)
  expect(headings.every(({ level, underline }) => level === 2 && underline === 501)).toBe(true)
})
