import { describe, expect, it } from 'vitest'
import { elapsedWords } from '../../../../../client/pages/slides/elapsed.ts'
import { ShownSlides } from '../../../../../client/pages/slides/shown-slides.ts'
import { slideAction } from '../../../../../client/pages/slides/slide-keys.ts'
import { slidesPlace, withSlides } from '../../../../../client/pages/slides/slides-address.ts'
import { followedTalk, talksOf } from '../../../../../client/pages/slides/talks.ts'
import type { Doing } from '../../../../../client/pages/together/company.ts'
import type { Person } from '../../../../../client/sync/session.ts'

const LINK = `https://weft.example/d/${'d'.repeat(22)}#k=${'k'.repeat(22)}&read`

describe('the address of slides', () => {
  it.each([
    [`${LINK}&slides`, { name: 'present', slide: 0 }],
    [`${LINK}&slides=5`, { name: 'present', slide: 4 }],
    [`${LINK}&slides=0`, { name: 'present', slide: 0 }],
    [`${LINK}&slides=-3`, { name: 'present', slide: 0 }],
    [`${LINK}&slides=follow`, { name: 'follow' }],
    [`${LINK}&slides=speaker`, { name: 'speaker' }],
    ['https://weft.example/d/x#slides', { name: 'present', slide: 0 }],
    [LINK, null],
    ['https://weft.example/d/x', null],
    ['https://weft.example/d/x#h=slides', null],
  ])('%s says what is shown', (href, place) => {
    expect(slidesPlace(href)).toEqual(place)
  })

  it('keeps the key, and all else that was behind the #', () => {
    expect(withSlides(LINK, { name: 'present', slide: 2 })).toBe(`${LINK}&slides=3`)
    expect(withSlides(`${LINK}&slides=3`, { name: 'follow' })).toBe(`${LINK}&slides=follow`)
    expect(withSlides(`${LINK}&slides=follow&h=a`, null)).toBe(`${LINK}&h=a`)
    expect(withSlides('https://weft.example/d/x#slides', null)).toBe('https://weft.example/d/x')
    expect(withSlides('https://weft.example/d/x', { name: 'speaker' })).toBe('https://weft.example/d/x#slides=speaker')
  })
})

describe('a key', () => {
  it.each(['ArrowRight', 'ArrowDown', 'PageDown', ' ', 'Enter', 'n'])('%j goes on', (key) => {
    expect(slideAction(key, '')).toEqual({ name: 'step', by: 1 })
  })

  it.each(['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace', 'P'])('%j goes back', (key) => {
    expect(slideAction(key, '')).toEqual({ name: 'step', by: -1 })
  })

  it('of a number waits for Enter', () => {
    expect(slideAction('1', '')).toEqual({ name: 'digits', digits: '1' })
    expect(slideAction('2', '1')).toEqual({ name: 'digits', digits: '12' })
    expect(slideAction('Enter', '12')).toEqual({ name: 'go', slide: 11 })
    expect(slideAction('Enter', '0')).toEqual({ name: 'go', slide: 0 })
    expect(slideAction('9', '9999')).toEqual({ name: 'digits', digits: '9999' })
  })

  it.each([
    ['Home', 'go'],
    ['End', 'end'],
    ['o', 'list'],
    ['f', 'full-screen'],
    ['S', 'speaker'],
    ['b', 'black'],
    ['?', 'help'],
    ['Escape', 'leave'],
  ])('%s means %s', (key, name) => {
    expect(slideAction(key, '')?.name).toBe(name)
  })

  it.each(['x', 'Tab', 'Shift', 'constructor', 'toString'])('%s means nothing', (key) => {
    expect(slideAction(key, '')).toBeNull()
  })
})

describe('the slide that a window shows', () => {
  const state = { slide: 1, count: 3, line: 4, titles: ['', '', ''], hasNotes: false }

  it('is one of those that there are', () => {
    const shown = new ShownSlides({ slide: 7 })
    shown.step(1)
    expect(shown.wanted.value).toEqual({ slide: 7 })
    shown.take(state)
    shown.step(1)
    expect(shown.wanted.value).toEqual({ slide: 2 })
    shown.take({ ...state, slide: 2 })
    shown.step(1)
    shown.go({ slide: Infinity })
    expect(shown.wanted.value).toEqual({ slide: 2 })
    shown.go({ slide: -4 })
    expect(shown.wanted.value).toEqual({ slide: 0 })
  })

  it('is asked for anew each time, also when it is the same', () => {
    const shown = new ShownSlides({ slide: 0 })
    const first = { line: 4 }
    shown.go(first)
    const { value } = shown.wanted
    shown.go(first)
    expect(shown.wanted.value).toEqual(value)
    expect(shown.wanted.value).not.toBe(value)
  })
})

describe('what others present', () => {
  const line = { tname: 'text' }
  const doing = (slide: number, since: number): Doing => ({
    away: false,
    follows: null,
    talk: { slide, line, since },
    hasCursor: false,
  })
  const person = (id: string, ...clientIds: number[]): Person => ({ id, name: id, color: 0, self: false, clientIds })

  it('is the newest of each, the newest first', () => {
    const all = new Map([
      [1, doing(1, 10)],
      [2, doing(2, 30)],
      [3, doing(3, 20)],
      [4, { ...doing(4, 99), talk: null }],
      [5, doing(5, 50)],
    ])
    const people = [{ ...person('self', 5), self: true }, person('ann', 1, 3), person('bob', 2), person('cy', 4)]
    const talks = talksOf(people, all)
    expect(talks).toEqual([
      { person: 'bob', name: 'bob', slide: 2, line, since: 30 },
      { person: 'ann', name: 'ann', slide: 3, line, since: 20 },
    ])
    expect(followedTalk(talks, null)?.person).toBe('bob')
    expect(followedTalk(talks, 'ann')?.person).toBe('ann')
    expect(followedTalk(talks, 'gone')?.person).toBe('bob')
    expect(followedTalk([], 'ann')).toBeNull()
  })
})

it.each([
  [0, '0:00'],
  [65_999, '1:05'],
  [3_600_000 + 65_000, '1:01:05'],
  [-5, '0:00'],
])('%i ms are %s', (elapsed, words) => {
  expect(elapsedWords(elapsed)).toBe(words)
})
