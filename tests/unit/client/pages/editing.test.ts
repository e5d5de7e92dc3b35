import { describe, expect, it } from 'vitest'
import { matchingActions } from '../../../../client/pages/editing/actions.ts'
import { countWords, minutesToRead } from '../../../../client/pages/editing/count-words.ts'
import { currentHeading } from '../../../../client/pages/editing/current-heading.ts'
import { ariaKeys, keyWords } from '../../../../client/pages/editing/key-words.ts'

describe('keys', () => {
  it.each([
    ['Mod-Shift-x', 'Ctrl+Shift+X', '⌘⇧X', 'Control+Shift+X'],
    ['Alt-ArrowUp', 'Alt+↑', '⌥↑', 'Alt+ArrowUp'],
    ['Mod-.', 'Ctrl+.', '⌘.', 'Control+.'],
    ['F1', 'F1', 'F1', 'F1'],
  ])('%s is written as people know it', (key, words, mac, aria) => {
    expect(keyWords(key, false)).toBe(words)
    expect(keyWords(key, true)).toBe(mac)
    expect(ariaKeys(key, false)).toBe(aria)
  })
})

describe('all actions', () => {
  const action = (label: string, group: string) => ({ id: label, label, group, key: null, run: () => undefined })
  const actions = [
    action('Add a row', 'Table'),
    action('Bold', 'Text'),
    action('Table', 'Insert'),
    action('Row', 'Page'),
  ]
  const found = (words: string): string[] => matchingActions(actions, words).map(({ label }) => label)

  it('are found by every word, those that begin so first', () => {
    expect(found('')).toEqual(['Add a row', 'Bold', 'Table', 'Row'])
    expect(found('ROW')).toEqual(['Row', 'Add a row'])
    expect(found('table')).toEqual(['Table', 'Add a row'])
    expect(found('row tab')).toEqual(['Add a row'])
    expect(found('nothing')).toEqual([])
  })
})

describe('the outline', () => {
  const headings = [0, 10, 20].map((line) => ({ level: 1, words: 'x', line }))

  it.each([
    [0, 0],
    [8, 0],
    [9, 1],
    [19.5, 2],
    [300, 2],
  ])('at line %s the heading is number %s', (line, index) => {
    expect(currentHeading(headings, line)).toBe(index)
  })

  it('has none above the first', () => {
    expect(currentHeading([{ level: 1, words: 'x', line: 5 }], 0)).toBe(-1)
  })
})

describe('the length of a text', () => {
  it('is told in words', () => {
    expect([countWords(1, 'word'), countWords(1234, 'word'), countWords(0, 'word')]).toEqual([
      '1 word',
      '1,234 words',
      '0 words',
    ])
    expect([minutesToRead(0), minutesToRead(1), minutesToRead(461)]).toEqual([0, 1, 3])
  })
})
