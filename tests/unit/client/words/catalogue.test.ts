import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACCOUNT_ERRORS } from '../../../../shared/access/account-errors.ts'
import { ERROR_CODES } from '../../../../shared/protocol/errors.ts'
import { areas as ar } from '../../../../client/words/ar/areas.ts'
import { areas as de } from '../../../../client/words/de/areas.ts'

type Entry = string | readonly string[] | ((...parts: unknown[]) => unknown) | { readonly [key: string]: Entry }

const EN = new URL('../../../../client/words/en/', import.meta.url)
const FILES = readdirSync(EN).filter((name) => name.endsWith('.ts'))
const OTHERS = { de, ar } as unknown as Record<string, Record<string, Entry>>

/** What each area says in English, by the name that `wordsOf` is asked for. */
const english = new Map<string, Entry>()
for (const file of FILES) {
  const found = (await import(new URL(file, EN).href)) as Record<string, Entry>
  for (const [name, area] of Object.entries(found)) english.set(name, area)
}

/** Stands for any parameter: a number, words, some names, and what wraps words. In what is said it is found again. */
function parameter(index: number): unknown {
  return standIn(701 + index)
}

function standIn(number: number): unknown {
  const wrap = (words: string): string => `${number}${words}`
  return Object.assign(wrap, {
    [Symbol.toPrimitive]: () => number,
    toLocaleString: () => String(number),
    slice: () => [String(number)],
  })
}

/** Every place in `entry` that says something, with what it says when each parameter is its own number. */
function said(entry: Entry, place: string): [place: string, kind: string, words: string][] {
  if (typeof entry === 'string') return [[place, 'words', entry]]
  if (typeof entry === 'function') {
    const words = entry(...Array.from({ length: 4 }, (_, index) => parameter(index)))
    return [[place, 'function', Array.isArray(words) ? words.map(String).join('') : String(words)]]
  }
  if (Array.isArray(entry)) return [[place, 'list', entry.join(', ')]]
  return Object.entries(entry).flatMap(([key, each]) => said(each, `${place}.${key}`))
}

/** What is handed a list, and no number. */
const TAKES_NAMES: ReadonlySet<string> = new Set([
  'styles',
  'deadLinks',
  'deadVaultLinks',
  'otherFiles',
  'unseenPictures',
])

/** What somebody hands over, as it stands in the words. */
const handedOver = (words: string): string[] => (words.match(/70[1-4]|\{\w+\}/g) ?? []).toSorted()

describe('the catalogue', () => {
  it('was really read', () => {
    expect(FILES.length).toBeGreaterThan(20)
    expect([...english.values()].flatMap((area) => said(area, '')).length).toBeGreaterThan(500)
  })

  it('says nothing empty in English', () => {
    const places = [...english].flatMap(([name, area]) => said(area, name))
    expect(places.filter(([, , words]) => words.trim() === '').map(([place]) => place)).toEqual([])
  })

  describe.each(Object.keys(OTHERS))('in %s', (language) => {
    const other = OTHERS[language] ?? {}

    // In English CodeMirror needs words for a few of its phrases alone.
    it.each([...english.keys()].filter((name) => name !== 'phrases'))(
      'has all of %s, and what is handed over stands in it',
      (name) => {
        const area = other[name]
        expect(area, `${language}/areas.ts lacks ${name}`).toBeDefined()
        if (area === undefined) return
        const words = new Map(said(area, name).map(([place, ...rest]) => [place, rest]))
        const expected = said(english.get(name) ?? '', name)
        expect([...words.keys()].toSorted()).toEqual(expected.map(([place]) => place).toSorted())
        for (const [place, kind, inEnglish] of expected) {
          const [otherKind, otherWords = ''] = words.get(place) ?? []
          expect([place, otherKind]).toEqual([place, kind])
          expect([place, otherWords.trim() === '']).toEqual([place, false])
          if (kind === 'function' || inEnglish.includes('{')) {
            expect([place, new Set(handedOver(otherWords))]).toEqual([place, new Set(handedOver(inEnglish))])
          }
        }
      },
    )

    it('counts without a gap', () => {
      for (const [name, area] of Object.entries(other)) {
        const counting = Object.entries(area).flatMap(([key, entry]) =>
          typeof entry === 'function' && entry.length === 1 && !TAKES_NAMES.has(key) ? [entry] : [],
        )
        for (const count of [0, 1, 2, 3, 11, 100]) {
          for (const entry of counting) {
            const words = (entry as (count: unknown) => unknown)(count)
            expect(String(words), name).not.toMatch(/undefined|NaN|\[object/)
          }
        }
      }
    })

    it('has a sentence for every refusal', () => {
      expect(Object.keys(other['errors'] ?? {}).toSorted()).toEqual([...ERROR_CODES].toSorted())
      expect(Object.keys(other['accountErrors'] ?? {}).toSorted()).toEqual(Object.keys(ACCOUNT_ERRORS).toSorted())
    })

    it('has what the editor says by itself, as the others have it', () => {
      const phrases = Object.keys(other['phrases'] ?? {})
      expect(phrases).toEqual(Object.keys(de.phrases))
      expect(phrases).toEqual(expect.arrayContaining(Object.keys(english.get('phrases') ?? {})))
    })
  })

  it('is in its own script', () => {
    const words = Object.entries(ar).flatMap(([name, area]) => said(area as Entry, name))
    const foreign = words.filter(
      ([place, , text]) => !/\p{Script=Arabic}/u.test(text) && /\p{L}/u.test(text) && !isSign(place),
    )
    expect(foreign.map(([place]) => place)).toEqual([])
  })
})

/** What is no word: keys, signs of Markdown, names put together, and what is all parameters. */
function isSign(place: string): boolean {
  return /^(keys\.|commands\.examples\.(code|codeBlock)$|header\.(shareKey|viewKey|withKey)$|editing\.withKey$|names\.together$|sharing\.(numbered|labelled)$|admin\.(none|entry)$|administered\.filesAmount$|files\.storedBy$)/.test(
    place,
  )
}
