import { toggleComment } from '@codemirror/commands'
import { describe, expect, it } from 'vitest'
import { commentSigns } from '../../../../client/editor/comment-signs.ts'
import { runOn } from '../../../support/marked-text.ts'

describe('a comment', () => {
  it.each([
    ['```js\nle‸t x\n```', '```js\n// le‸t x\n```'],
    ['```js\n// le‸t x\n```', '```js\nle‸t x\n```'],
    ['```Python title="a"\n‹  a\n    b›\n```', '```Python title="a"\n‹  # a\n  #   b›\n```'],
    ['- one\n  ~~~sql\n  a‸\n  ~~~', '- one\n  ~~~sql\n  -- a‸\n  ~~~'],
    ['```css\na‸\n```', '```css\n/* a‸ */\n```'],
    ['```unknown\na‸\n```', '```unknown\n<!-- a‸ -->\n```'],
    ['```\na‸\n```', '```\n<!-- a‸ -->\n```'],
    ['```js‸\na\n```', '<!-- ```js‸ -->\na\n```'],
    ['wo‸rd', '<!-- wo‸rd -->'],
  ])('is one of the code that it is in, and of Markdown elsewhere: %j', (before, after) => {
    expect(runOn(toggleComment, before, commentSigns)).toBe(after)
  })
})
