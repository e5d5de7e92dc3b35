import { expect, it } from 'vitest'
import { titleFromText } from '../../../../shared/document/title.ts'

it.each([
  ['', 'Untitled'],
  ['\n\n# A heading\ntext', 'A heading'],
  ['---\ntitle: Field notes\ntags: [a]\n---\n# Other', 'Field notes'],
  ['---\ntags: [a]\ntitle: "In quotes"  \n...\n', 'In quotes'],
  ['---\ntags: [a]\n---\ntext', 'tags: [a]'],
  ['---\ntitle: never closed\n\ntext', 'title: never closed'],
  ['---\nA rule above', 'A rule above'],
])('calls %j "%s"', (text, title) => expect(titleFromText(text)).toBe(title))
