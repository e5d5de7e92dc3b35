import { expect, it } from 'vitest'
import { CoupledScroll } from '../../../../client/preview/coupled-scroll.ts'

it('lets the side lead that a person moves, and the other never lead back', () => {
  const moved: string[] = []
  const both = new CoupledScroll(
    { scrollTo: (line) => moved.push(`text ${line}`) },
    { scrollTo: (line) => moved.push(`page ${line}`) },
  )
  both.scrolled('text', 3)
  both.scrolled('page', 3.4)
  both.active('page')
  both.scrolled('page', 8)
  both.scrolled('text', 7.9)
  both.active('text')
  both.scrolled('text', 2)
  expect(moved).toEqual(['page 3', 'text 8', 'page 2'])
})
