import { expect, it } from 'vitest'
import { descriptionFromText } from '../../../../shared/document/description.ts'
import { MAX_DESCRIPTION_LENGTH } from '../../../../shared/protocol/limits.ts'

it.each([
  ['', ''],
  ['# Only a heading', ''],
  [
    '# A heading\n\nThe *first* paragraph\nwith a [link](https://example.org "title") and `code`.\n\nMore.',
    'The first paragraph with a link and code.',
  ],
  ['---\ntitle: Notes\ntags: [a]\n---\n\n![A picture](data:x)\n\nText.', 'A picture'],
  ['```js\ncode()\n```\n\n- [ ] A list\n- of things', 'A list of things'],
  ['<b onclick="x">Bold</b> <script>words', 'Bold words'],
  ['> A quotation', 'A quotation'],
  ['***\n\nAfter a rule.', 'After a rule.'],
  ['snake_case stays 2 * 3', 'snake_case stays 2 * 3'],
])('of %j it is %j', (text, description) => expect(descriptionFromText(text)).toBe(description))

it('is cut where it is too long', () => {
  const description = descriptionFromText('word '.repeat(500))
  expect(description.length).toBeLessThanOrEqual(MAX_DESCRIPTION_LENGTH)
  expect(description).toMatch(/word…$/)
})

it('is found soon, whatever the text is', () => {
  for (const part of ['[', '![', '<', '*', '`', '](', '> ', '- ', '\n\n', '---\n'])
    expect(typeof descriptionFromText(part.repeat(100_000))).toBe('string')
})
