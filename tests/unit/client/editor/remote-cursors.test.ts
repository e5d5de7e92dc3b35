import { EditorState, Transaction } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fromText } from '../../../../client/editor/collab.ts'
import {
  absoluteSelection,
  decodeSelection,
  encodeSelection,
  relativeSelection,
} from '../../../../client/editor/relative-selection.ts'
import { type RemoteCursor, remoteCursors, setRemoteCursors } from '../../../../client/editor/remote-cursors.ts'
import { EditorSelection } from '@codemirror/state'

const user = { id: 'a', name: 'Ada', color: 3 }
const at = (anchor: number, head = anchor): RemoteCursor => ({ user, anchor, head, movedAt: 1 })

function stateWith(cursors: [number, RemoteCursor][]): EditorState {
  const state = EditorState.create({ doc: 'hello world', extensions: remoteCursors })
  return state.update({ effects: setRemoteCursors.of(new Map(cursors)) }).state
}

const places = (state: EditorState) =>
  [...state.field(remoteCursors)].map(([client, { anchor, head }]) => [client, anchor, head])

describe("the others' cursors", () => {
  it('are carried along with the text', () => {
    const state = stateWith([
      [1, at(0, 5)],
      [2, at(11)],
    ])
    expect(places(state.update({ changes: { from: 2, insert: '---' } }).state)).toEqual([
      [1, 0, 8],
      [2, 14, 14],
    ])
    expect(places(state.update({ changes: { from: 3, to: 11 } }).state)).toEqual([
      [1, 0, 3],
      [2, 3, 3],
    ])
  })

  it('change, leave and come one by one', () => {
    const state = stateWith([
      [1, at(1)],
      [2, at(2)],
    ])
    const change = new Map([
      [1, null],
      [3, at(3)],
    ])
    expect(places(state.update({ effects: setRemoteCursors.of(change) }).state)).toEqual([
      [2, 2, 2],
      [3, 3, 3],
    ])
  })

  it('count as moved when somebody types there, and not when they only told the same place again', () => {
    const state = stateWith([[1, at(5)]])
    const annotations = [Transaction.time.of(99), fromText.of('remote' as const)]
    const typed = state.update({ changes: { from: 5, insert: 'x' }, annotations }).state
    expect(typed.field(remoteCursors).get(1)).toMatchObject({ head: 6, movedAt: 99 })
    const elsewhere = state.update({ changes: { from: 0, insert: 'x' }, annotations }).state
    expect(elsewhere.field(remoteCursors).get(1)).toMatchObject({ head: 6, movedAt: 1 })
    const again = state.update({ effects: setRemoteCursors.of(new Map([[1, { ...at(5), movedAt: 50 }]])) }).state
    expect(again.field(remoteCursors).get(1)?.movedAt).toBe(1)
  })
})

describe('a relative selection', () => {
  function text(content: string): Y.Text {
    const text = new Y.Doc().getText('text')
    text.insert(0, content)
    return text
  }

  it('comes back from its JSON at every place, the end included', () => {
    const here = text('ab\ncd')
    for (let anchor = 0; anchor <= 5; anchor++) {
      for (let head = 0; head <= 5; head++) {
        const range = EditorSelection.range(anchor, head)
        const json: unknown = JSON.parse(JSON.stringify(encodeSelection(relativeSelection(here, range))))
        const decoded = decodeSelection(json as ReturnType<typeof encodeSelection>)
        expect(absoluteSelection(here, decoded)).toMatchObject({ anchor, head })
      }
    }
  })

  it('is nowhere while its text has not arrived, or when it names what is no text here', () => {
    const here = text('ab')
    const nowhere = [{ item: { client: 77, clock: 5 } }, { tname: 'other' }, { type: { client: 1, clock: 0 } }, {}]
    for (const position of nowhere) {
      expect(absoluteSelection(here, decodeSelection({ anchor: position, head: position }))).toBeNull()
    }
    expect([...(here.doc?.share.keys() ?? [])]).toEqual(['text'])
  })
})
