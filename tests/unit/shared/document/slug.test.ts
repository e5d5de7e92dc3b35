import { expect, it } from 'vitest'
import { isSlug, slugOf } from '../../../../shared/document/slug.ts'
import { MAX_SLUG_LENGTH } from '../../../../shared/protocol/limits.ts'

it.each([
  ['Field Notes', 'field-notes'],
  ['  Straße & Café, 2026! ', 'strasse-cafe-2026'],
  ['../../etc/passwd', 'etc-passwd'],
  ['日本語', ''],
  ['', ''],
  [`${'a'.repeat(MAX_SLUG_LENGTH - 1)} b`, 'a'.repeat(MAX_SLUG_LENGTH - 1)],
])('of %j it is %j', (words, slug) => {
  expect(slugOf(words)).toBe(slug)
  if (slug !== '') expect(isSlug(slug)).toBe(true)
})

it.each(['', '-a', 'a-', 'a--b', 'A', 'a b', 'a/b', 'a.b', 'ä', 'a'.repeat(MAX_SLUG_LENGTH + 1)])(
  '%j is none',
  (text) => {
    expect(isSlug(text)).toBe(false)
  },
)
