import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findVisibleWords } from './visible-words.ts'

const CLIENT = new URL('../../client/', import.meta.url)

/** What is the same in every language, or no words at all. */
const SAME_EVERYWHERE: readonly string[] = [
  // The name of the program.
  'Weft',
  '· Weft',
  // How an address looks.
  'name@example.org',
  // Names of other programs.
  'VS Code',
  'Vim',
  'Emacs',
]

const files = readdirSync(CLIENT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !path.startsWith('words/'))
  .toSorted()

const find = (source: string): string[] => findVisibleWords('part.tsx', source)

describe('every visible word', () => {
  it('comes from the catalogue', () => {
    expect(files.length).toBeGreaterThan(150)
    const found = files.flatMap((path) => findVisibleWords(path, readFileSync(new URL(path, CLIENT), 'utf8')))
    expect(
      found.filter((line) => !SAME_EVERYWHERE.some((words) => line.endsWith(`: ${JSON.stringify(words)}`))),
    ).toEqual([])
  })

  it.each([
    ['const a = <p>Some words</p>', 'Some words'],
    ["const a = <p>{is ? 'One' : words.two}</p>", 'One'],
    ["const a = <p>{is && 'One'}</p>", 'One'],
    ['const a = <p>{`Edited ${when}`}</p>', 'Edited'],
    ['const a = <button aria-label="Close" />', 'Close'],
    ['const a = <button title={`Share (${key})`} />', 'Share ('],
    ["const items = [{ label: 'Rename', icon: 'pencil' }]", 'Rename'],
    ["toasts.show('Text copied')", 'Text copied'],
    ["heading.textContent = 'Gone'", 'Gone'],
  ])('is found where it does not: %s', (source, words) => {
    expect(find(source)).toEqual([`part.tsx:1: ${JSON.stringify(words)}`])
  })

  it.each([
    '<p class="notice" id={`${id}-name`}>{words.saved}</p>',
    "<Icon name={is ? 'check' : 'copy'} />",
    '<p>{words.asks(name)} · {count}</p>',
    "watch.show({ type: 'scroll' })",
  ])('is not seen in what nobody reads: %s', (source) => {
    expect(find(`const a = ${source}`)).toEqual([])
  })
})

const WORDS = new URL('words/', CLIENT)

/** German orthography has a space before the dots that stand for words; what opens a dialog is a word to menus, as in other programs. */
const spacedDots = (text: string): string[] => text.match(/[^\s'"`]+[\s\u00a0\u202f]…/g) ?? []

describe('dots that say that more is asked', () => {
  it.each(['en', 'de', 'ar'])('follow the word without a space everywhere: %s', (language) => {
    const folder = new URL(`${language}/`, WORDS)
    const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
    expect(texts.join('')).toContain('…')
    expect(texts.flatMap(spacedDots)).toEqual([])
  })

  it('are found where they do not', () => {
    expect(spacedDots("import: 'Importieren …', more: 'Mehr\u00a0…', rest: '… davon', menu: 'Importieren…'")).toEqual([
      'Importieren …',
      'Mehr\u00a0…',
    ])
  })
})
