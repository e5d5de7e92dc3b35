import { describe, expect, it } from 'vitest'
import {
  mayTryAgain,
  peopleWords,
  troubleWords,
  versionTitle,
  whenWords,
} from '../../../../../client/panels/history/history-words.ts'

const at = (day: number, hours: number, minutes = 0): number => new Date(2026, 10, day, hours, minutes).getTime()
const NOW = at(20, 18)

describe('when a version was written', () => {
  it.each([
    ['Today, 14:05–14:20', at(20, 14, 5), at(20, 14, 20)],
    ['Today, 14:05', at(20, 14, 5), at(20, 14, 5)],
    ['Yesterday, 23:00', at(19, 23), at(19, 23)],
    ['12 Nov 2026, 08:30', at(12, 8, 30), at(12, 8, 30)],
    ['18 Nov 2026, 23:50 – 19 Nov 2026, 00:10', at(18, 23, 50), at(19, 0, 10)],
  ])('is told as "%s"', (words, from, to) => {
    expect(whenWords({ from, to }, NOW, 'en-GB').replace(/[\u2009\u202f]/g, ' ')).toBe(words)
  })
})

describe('who wrote a version', () => {
  const named = (...names: string[]) => names.map((name) => ({ person: `id of ${name}`, name }))
  const words = (people: ReturnType<typeof named>, here = '', others = 0): string =>
    peopleWords({ people, others }, (person) => (person === 'id of Ada' ? here : undefined), 'en-GB')

  it('is told by name, and some of many', () => {
    expect(words(named('Ada'))).toBe('Ada')
    expect(words(named('Ada', 'Ben', 'Cleo'))).toBe('Ada, Ben and Cleo')
    expect(words(named('Ada', 'Ben', 'Cleo', 'Dan'))).toBe('Ada, Ben and 2 more')
    expect(words(named('Ada', 'Ben'), '', 1)).toBe('Ada, Ben and 1 more')
    expect(words(named('Ada', 'Ben', 'Cleo'), '', 40)).toBe('Ada, Ben and 41 more')
  })

  it('is called as they call themselves by now, and somehow when they never did', () => {
    expect(words(named('Ada', ''), 'Countess')).toBe('Countess and Somebody without a name')
  })
})

it('a version is called by its time and its document', () => {
  expect(versionTitle({ to: at(20, 14, 5) }, 'notes.py')).toBe('2026-11-20 14:05 notes.py')
})

it('without a connection there are no versions', () => {
  expect(troubleWords('not-joined')).toContain('with a connection')
  expect(troubleWords('draining')).toContain('with a connection')
  expect(troubleWords('no-version')).toContain('cannot be read')
  expect(troubleWords('slow')).toContain('too much to do')
})

it('what was never kept is not asked for again', () => {
  expect(troubleWords('no-history')).toContain('repaired')
  expect([mayTryAgain('no-history'), mayTryAgain('internal')]).toEqual([false, true])
})
