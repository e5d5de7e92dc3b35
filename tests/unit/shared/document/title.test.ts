import { expect, it } from 'vitest'
import { MAX_TITLE_LENGTH } from '../../../../shared/protocol/limits.ts'
import { titleFromText } from '../../../../shared/document/title.ts'

it.each([
  ['', 'Untitled'],
  ['\n\n# A heading\ntext', 'A heading'],
  ['---\ntitle: Field notes\ntags: [a]\n---\n# Other', 'Field notes'],
  ['---\ntags: [a]\ntitle: "In quotes"  \n...\n', 'In quotes'],
  ['---\ntags: [a]\n---\ntext', 'text'],
  ['---\ntitle:\ntags: []\n---\n\n# Heading', 'Heading'],
  [`---\ntitle: Far below\n${'other: words\n'.repeat(100)}---\ntext`, 'Far below'],
  ['# A *nice* title with [a link](https://x.org) and `code` #', 'A nice title with a link and code'],
  ['- [ ] buy **milk**', 'buy milk'],
  ['<!-- not\nthis -->\n[toc]\n\n![a picture](x.png)\n# ![logo](x.png) Name', 'Name'],
  ['```js\nrun()', 'run()'],
  ['| one | two |', 'one | two'],
  ['snake_case and 2 * 3 = 6', 'snake_case and 2 * 3 = 6'],
  ['__init__ \\*stays\\*', 'init *stays*'],
  ['1. Introduction', 'Introduction'],
  ['# The `<details>` element', 'The <details> element'],
  ['# Profit < 0 and costs > 100', 'Profit < 0 and costs > 100'],
  ['# List<T> and Map<K, V>', 'List<T> and Map<K, V>'],
  ['# `__init__.py` in **`a*b*`**', '__init__.py in a*b*'],
  ['# `a` < `b` > c', 'a < b > c'],
  ['# See <https://x.org> <kbd>F1</kbd>', 'See https://x.org F1'],
  ['![only](a.png)', 'Untitled'],
  ['---\ntitle: never closed\n\ntext', 'title: never closed'],
  ['---\nA rule above', 'A rule above'],
])('calls %j "%s"', (text, title) => expect(titleFromText(text)).toBe(title))

it('is found soon, whatever the text is', () => {
  for (const part of ["' _x'", '[', '![', '<', '*', '**a', '`', '](', '> ', '_a', '<!--', '\\'])
    expect(titleFromText(part.repeat(10_000)).length, part).toBeLessThanOrEqual(MAX_TITLE_LENGTH)
})
