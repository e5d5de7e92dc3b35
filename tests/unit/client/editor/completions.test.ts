import { CompletionContext } from '@codemirror/autocomplete'
import { LanguageDescription } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { expect, it } from 'vitest'
import { fenceLanguages, LANGUAGES } from '../../../../client/editor/completions.ts'
import { EMOJI } from '../../../../client/editor/emoji.ts'
import { FORMATS, languageCalled } from '../../../../shared/document/format.ts'
import { stateOf } from '../../../support/marked-text.ts'

/** What has the colours of code behind this word. */
function named(word: string): LanguageDescription | null {
  return LanguageDescription.matchLanguageName(languages, languageCalled(word), false)
}

it('languages are offered that the preview colours or draws, and plain text', () => {
  const others = LANGUAGES.filter((name) => named(name) === null)
  expect(others).toEqual(['math', 'mermaid', 'text'])
})

it('what is a name already is offered itself where another begins with it, so that Enter does not make that of it', () => {
  const names = [...languages.flatMap(({ alias }) => alias), 'py']
  const begins = names.filter((name) => LANGUAGES.some((each) => each.startsWith(name) && each !== name))
  expect(begins.filter((name) => !LANGUAGES.includes(name))).toEqual([])
  expect(begins).toEqual(expect.arrayContaining(['c', 'd', 'java', 'js', 'py', 'r', 'sh', 'tex', 'ts']))
})

it('a name is completed from its beginning alone, so that Enter does not make `text` of `txt`', () => {
  const offered = (line: string) => {
    const state = stateOf(`${line}‸`)
    const found = fenceLanguages(new CompletionContext(state, state.doc.length, false))
    return found?.options.map(({ label }) => label)
  }
  expect(offered('```js')).toEqual(['js', 'json'])
  expect(offered('~~~~pyt')).toEqual(['python'])
  expect(offered('```txt')).toEqual([])
  expect(offered('js')).toBeUndefined()
})

it('what files of code end in is the name of a language behind a fence, too, and of none other than before', () => {
  const words = FORMATS.filter(({ kind }) => kind === 'code').flatMap(({ endings }) => endings)
  expect(words.filter((word) => named(word) === null)).toEqual([])
  const others = words.filter((word) => {
    const before = LanguageDescription.matchLanguageName(languages, word, false)
    return before !== null && before !== named(word)
  })
  // A part of Clojure.
  expect(others).toEqual(['edn'])
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
