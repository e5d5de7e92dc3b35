import { describe, expect, it } from 'vitest'
import {
  addressPlaces,
  besidePath,
  imagePlaces,
  isRelative,
  pathOf,
} from '../../../../../client/pages/transfer/text-addresses.ts'

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
    ['`![a](b.png)` ![`c`](d.png)', ['d.png']],
    ['[^1]: ![a](b.png)\n\n[Note]: what is no address', ['b.png']],
  ])('%s', (text, addresses) => {
    const places = imagePlaces(text)
    expect(places.map(({ address }) => address)).toEqual(addresses)
    for (const { from, to } of places) expect(text.slice(from, to)).not.toMatch(/^["'\s]|["'\s]$/)
  })

  it.each([
    ['[a](b.md) and ![c](d.png)', ['b.md', 'd.png']],
    ['[![a](b.png)](c.md#d)', ['b.png', 'c.md#d']],
    ['[a](<b c.md> "title") [d][e]\n\n[e]: f.md', ['b c.md', 'f.md']],
    ['<a href="b.md">a</a> <img src=\'c.png\'>', ['b.md', 'c.png']],
    ['`[a](b.md)` [`c`](d.md)\n\n[^1]: see there', ['d.md']],
    ['\\[no\\](b.md) \\[no](b.md) no](b.md) [no\\](b.md)\n\n[c](d.md)', ['d.md']],
    ['\\\\[a](b.md) [c\\\\](d.md) [e \\[f\\]](g.md) \\![h](i.md)', ['b.md', 'd.md', 'g.md', 'i.md']],
    ['[a\n\nb](c.md) [d\ne](f.md)', ['f.md']],
    ['[a](b\\(1\\).md) \\<a href="c.md">', ['b(1).md']],
    ['    [a](b.md)\n\n\t[a](b.md)\n[c](d.md)', ['d.md']],
    ['# A\n    [a](b.md)\n\nwords\n    [c](d.md)', ['d.md']],
    ['>     [a](b.md)\n> [c](d.md)\n>\n>     [e](f.md)', ['d.md']],
    ['- a\n\n    [c](d.md)\n\n        [a](b.md)\n\nwords\n\n    [a](b.md)', ['d.md']],
    ['1. a\n    - [c](d.md)\n        - [e](f.md)\n\n            [g](h.md)', ['d.md', 'f.md', 'h.md']],
    ['-     [a](b.md)\n- [c](d.md)\n-\n    [e](f.md)', ['d.md', 'f.md']],
    ['words\n\n    ```\n\n[c](d.md)', ['d.md']],
    ['- a\n\n    ```\n    [a](b.md)\n    ```\n\n    [c](d.md)', ['d.md']],
  ])('and what its links lead to: %s', (text, addresses) => {
    expect(addressPlaces(text).map(({ address }) => address)).toEqual(addresses)
  })

  it('name what lies beside the text, something of the web, or a place in the text', () => {
    const addresses = [
      'b.md',
      '../b.md#c',
      '/b.md',
      '#c',
      '',
      '//x.example/b',
      'https://x.example',
      'mailto:a@x.example',
    ]
    expect(addresses.filter(isRelative)).toEqual(['b.md', '../b.md#c', '/b.md'])
  })

  it('are found in a text of nothing but their beginnings, soon', () => {
    const started = performance.now()
    expect(imagePlaces('!['.repeat(200_000))).toEqual([])
    expect(imagePlaces('<img '.repeat(100_000))).toEqual([])
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('and its links, too, and in one of much code', () => {
    const started = performance.now()
    expect(addressPlaces('](<'.repeat(200_000))).toEqual([])
    expect(addressPlaces('`a` [b](c)\n'.repeat(100_000))).toHaveLength(100_000)
    expect(addressPlaces('` `` '.repeat(20_000))).toEqual([])
    expect(addressPlaces('](a'.repeat(200_000))).toEqual([])
    expect(addressPlaces('\\'.repeat(400_000) + '](a)')).toEqual([])
    expect(addressPlaces('['.repeat(200_000) + '](a)'.repeat(200_000))).toHaveLength(200_000)
    expect(addressPlaces('- '.repeat(20_000) + '> '.repeat(20_000))).toEqual([])
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
