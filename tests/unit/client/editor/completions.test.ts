import { LanguageDescription } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { expect, it } from 'vitest'
import { LANGUAGES } from '../../../../client/editor/completions.ts'
import { EMOJI } from '../../../../client/editor/emoji.ts'

it('languages are offered that the preview colours or draws, and plain text', () => {
  const others = LANGUAGES.filter((name) => LanguageDescription.matchLanguageName(languages, name, false) === null)
  expect(others).toEqual(['math', 'mermaid', 'text'])
})

it.each([
  [':smi', '😄'],
  [':fire', '🔥'],
  [':hear', '❤️'],
  [':thumb', '👍'],
  [':tada', '🎉'],
  [':gri', '😁'],
])('of the emoji that begin as %s, the first is %s', (typed, sign) => {
  const matching = EMOJI.filter(({ label }) => label.startsWith(typed))
  // As the list orders what matches equally well.
  const [first] = matching.toSorted(
    (a, b) => (b.boost ?? 0) - (a.boost ?? 0) || (a.sortText ?? '').localeCompare(b.sortText ?? ''),
  )
  expect(first?.apply).toBe(sign)
})
