import { describe, expect, it } from 'vitest'
import { readClientState } from '../../../../shared/document/client-state.ts'

const line = { item: { client: 1, clock: 2 } }

describe('what a client says of itself', () => {
  it('is read as it is, and nothing else of it', () => {
    const said = {
      cursor: { anchor: line, head: line },
      away: true,
      follows: 7,
      view: { line, share: 0.5 },
      talk: { slide: 2, line, since: 1000 },
    }
    const more = { user: { name: 'forged' }, more: 1, view: { ...said.view, top: 3 }, talk: { ...said.talk, by: 'x' } }
    expect(readClientState({ ...said, ...more })).toEqual(said)
    expect(readClientState({})).toEqual({ cursor: null })
    expect(readClientState({ cursor: null, away: false })).toEqual({ cursor: null })
  })

  it.each([
    ['away', 'yes'],
    ['away', 1],
    ['follows', -1],
    ['follows', '7'],
    ['follows', 1.5],
    ['view', null],
    ['view', { line, share: 2 }],
    ['view', { line, share: NaN }],
    ['view', { line: [], share: 0 }],
    ['view', { share: 0 }],
    ['talk', { slide: 1, line }],
    ['talk', { slide: -1, line, since: 1 }],
    ['talk', { slide: 1, line: 'first', since: 1 }],
    ['talk', []],
  ])('is as if it was not said where it is wrong: %s %j', (field, value) => {
    expect(readClientState({ cursor: null, [field]: value })).toEqual({ cursor: null })
  })

  it.each([[null], [1], [[]], [{ cursor: 1 }], [{ cursor: { anchor: line } }]])('is nothing at all: %j', (state) => {
    expect(readClientState(state)).toBeNull()
  })
})
