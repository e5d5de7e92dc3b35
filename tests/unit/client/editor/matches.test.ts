import { SearchQuery } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { findMatches, type Match, MAX_MATCHES } from '../../../../client/editor/matches.ts'

function found(doc: string, config: ConstructorParameters<typeof SearchQuery>[0], origin = 0) {
  const firsts: Match[] = []
  const state = EditorState.create({ doc })
  const work = findMatches(new SearchQuery(config), state, origin, (match) => firsts.push(match))
  let steps = 0
  for (;;) {
    const step = work.next()
    if (step.done === true) return { ...step.value, steps, firsts }
    steps += 1
  }
}

/** As the library reads all of a text at once, to replace it. */
function* matchesOf(config: ConstructorParameters<typeof SearchQuery>[0], state: EditorState): Generator<number> {
  const cursor = new SearchQuery(config).getCursor(state)
  for (let step = cursor.next(); step.done !== true; step = cursor.next()) yield step.value.from
}

describe('what is searched for', () => {
  it('is first found from the caret on, and then before it; all of it is told in order', () => {
    const { starts, isMore, firsts } = found('one two one two one', { search: 'ONE' }, 5)
    expect([starts, isMore]).toEqual([[0, 8, 16], false])
    expect(firsts).toEqual([expect.objectContaining({ from: 8, to: 11 })])
    expect(found('one two', { search: 'one' }, 5).firsts).toEqual([expect.objectContaining({ from: 0 })])
    expect(found('one two', { search: 'three' })).toMatchObject({ starts: [], isMore: false, firsts: [] })
  })

  it('is counted once where it goes over the caret’s line', () => {
    const text = 'b\nba \n\n \n\n'
    for (let origin = 0; origin <= text.length; origin++)
      expect(found(text, { search: '\\s+', regexp: true }, origin).starts).toEqual([1, 4])
  })

  it('is found as often as it is there, step by step, also where a step ends within it', () => {
    const line = `${'x'.repeat(99)}needle`
    for (const text of [line.repeat(3000), `${line}\n`.repeat(3000).slice(0, 200_003)]) {
      for (const regexp of [false, true]) {
        const { starts, isMore, steps } = found(text.slice(0, 105 * 900), { search: 'needle', regexp }, 250)
        const inText = [...text.slice(0, 105 * 900).matchAll(/needle/g)].map(({ index }) => index)
        expect([starts, isMore]).toEqual([inText, false])
        expect(steps).toBeGreaterThan(1)
      }
    }
  })

  it.each([
    ['^', 'one\ntwo\n', [0, 4, 8]],
    ['$', 'one\ntwo\n', [3, 7, 8]],
    ['x*$', 'xx\ny', [0, 4]],
    ['\\w+', 'one two', [0, 4]],
    ['^', '', [0]],
  ])('is counted as often as it is replaced, wherever the caret is: %s in %j', (search, doc, places) => {
    const query = { search, regexp: true }
    const state = EditorState.create({ doc })
    const replaced = [...matchesOf(query, state)]
    expect(replaced).toEqual(places)
    for (let origin = 0; origin <= doc.length; origin++) expect(found(doc, query, origin).starts).toEqual(places)
  })

  it('is not counted on when there is more of it than anybody goes through', () => {
    const { starts, isMore } = found('a'.repeat(5000), { search: 'a' }, 4500)
    expect([starts.length, isMore]).toEqual([MAX_MATCHES, true])
  })
})
