import { describe, expect, it } from 'vitest'
import { nextItem } from '../../../../client/ui/menu-keys.ts'

const labels = ['New', 'Open', 'Copy link', 'Copy all']

describe('a key in a menu', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 3, 0],
    ['ArrowUp', 0, 3],
    ['ArrowUp', -1, 3],
    ['Home', 2, 0],
    ['End', 0, 3],
    ['c', 0, 2],
    ['c', 2, 3],
    ['C', 3, 2],
  ])('%s at %d moves to %d', (key, from, to) => {
    expect(nextItem(labels, from, key)).toBe(to)
  })

  it.each(['Enter', 'Escape', 'z', '1'])('%s is left alone', (key) => {
    expect(nextItem(labels, 0, key)).toBeNull()
  })

  it('does nothing in an empty menu', () => {
    expect(nextItem([], -1, 'ArrowDown')).toBeNull()
  })
})
