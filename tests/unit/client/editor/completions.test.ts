import { LanguageDescription } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { expect, it } from 'vitest'
import { LANGUAGES } from '../../../../client/editor/completions.ts'
import { EMOJI } from '../../../../client/editor/emoji.ts'
import { FORMATS, languageCalled } from '../../../../shared/document/format.ts'

it('languages are offered that the preview colours or draws, and plain text', () => {
  const others = LANGUAGES.filter((name) => LanguageDescription.matchLanguageName(languages, name, false) === null)
  expect(others).toEqual(['math', 'mermaid', 'text'])
})

it('what files of code end in is the name of a language behind a fence, too, and no other than it was', () => {
  const words = FORMATS.filter(({ kind }) => kind === 'code').flatMap(({ endings }) => endings)
  const named = (word: string) => LanguageDescription.matchLanguageName(languages, word, false)
  expect(words.filter((word) => named(languageCalled(word)) === null)).toEqual([])
  const others = words.filter((word) => ![null, named(languageCalled(word))].includes(named(word)))
  expect(others).toEqual(['edn'])
  expect(named(languageCalled('text'))).toBeNull()
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
