import { describe, expect, it } from 'vitest'
import { besidePath, imagePlaces, pathOf } from '../../../../../client/pages/transfer/image-addresses.ts'

describe('the images that a text names', () => {
  it.each([
    ['![a](b.png)', ['b.png']],
    ['![a](b.png "a title") ![](c.png)', ['b.png', 'c.png']],
    ['![a \\] b](<with spaces.png>)', ['with spaces.png']],
    ['![a](b_(1).png)', ['b_(1).png']],
    ['![a](b\\_c.png)', ['b_c.png']],
    ['<img alt="x" src="b.png" width=3> <IMG SRC=\'c.png\'>', ['b.png', 'c.png']],
    ['![a][pic]\n\n[pic]: b.png "title"', ['b.png']],
    ['[a link](b.png)', []],
    ['```md\n![a](b.png)\n```\n![c](d.png)', ['d.png']],
    ['~~~~\n~~~\n![a](b.png)\n~~~~\n![c](d.png)', ['d.png']],
    ['```\n![a](never closed.png)', []],
  ])('%s', (text, addresses) => {
    const places = imagePlaces(text)
    expect(places.map(({ address }) => address)).toEqual(addresses)
    for (const { from, to } of places) expect(text.slice(from, to)).not.toMatch(/^["'\s]|["'\s]$/)
  })

  it('are found in a text of nothing but their beginnings, soon', () => {
    const started = performance.now()
    expect(imagePlaces('!['.repeat(200_000))).toEqual([])
    expect(imagePlaces('<img '.repeat(100_000))).toEqual([])
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('are files beside the text, and nothing outside of what was chosen', () => {
    expect(besidePath('notes/a.md', 'images/b.png')).toBe('notes/images/b.png')
    expect(besidePath('notes/a.md', './b.png')).toBe('notes/b.png')
    expect(besidePath('notes/a.md', '../b.png')).toBe('b.png')
    expect(besidePath('notes/a.md', '../../b.png')).toBeNull()
    for (const address of ['/b.png', 'https://x.example/b.png', 'data:image/png;base64,AAAA', 'C:\\b.png', '']) {
      expect(besidePath('notes/a.md', address)).toBeNull()
    }
    expect(pathOf('a%20b.png?size=3#x')).toBe('a b.png')
    expect(pathOf('100%.png')).toBe('100%.png')
  })
})
