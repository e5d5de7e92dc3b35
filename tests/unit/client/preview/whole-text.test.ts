import { expect, it } from 'vitest'
import { Markdown } from '../../../../client/preview/markdown.ts'
import { readWhole } from '../../../../client/preview/whole-text.ts'
import { plainParts } from '../../../support/plain-parts.ts'

const markdown = new Markdown(plainParts)

it('a whole text is its properties, its blocks with what is in their lines, and its notes', () => {
  const { frontMatter, tokens, notes } = readWhole(
    markdown,
    '---\ntitle: A\ndir: rtl\n---\n\n# One\n\nA [link][x] and[^n] and^[an *inner* one].\n\n[x]: https://weft.example\n\n[^n]: Two\n\n    parts\n',
  )
  expect(frontMatter).toMatchObject({ title: 'A', dir: 'rtl' })
  expect(tokens.map(({ type }) => type)).toEqual([
    'heading_open',
    'inline',
    'heading_close',
    'paragraph_open',
    'inline',
    'paragraph_close',
  ])
  const inline = tokens[4]?.children ?? []
  expect(inline.find(({ type }) => type === 'link_open')?.attrGet('href')).toBe('https://weft.example')
  const labels = inline
    .filter(({ type }) => type === 'footnote_ref')
    .map(({ meta }) => (meta as { label: string }).label)
  expect(labels[0]).toBe('n')
  expect(notes.get('n')).toMatchObject({ isInline: false })
  expect(notes.get('n')?.tokens.filter(({ type }) => type === 'paragraph_open').length).toBe(2)
  const inner = notes.get(labels[1] ?? '')
  expect(inner?.isInline).toBe(true)
  expect(inner?.tokens.map(({ type }) => type)).toContain('em_open')
})

it('the lines of a whole text stay lines where its properties say so', () => {
  const breaksOf = (properties: string): number =>
    readWhole(markdown, `---\n${properties}\n---\none\ntwo\n`).tokens.flatMap(({ children }) =>
      (children ?? []).filter(({ type }) => type === 'hardbreak'),
    ).length
  expect(breaksOf('title: A')).toBe(0)
  expect(breaksOf('breaks: true')).toBe(1)
})
