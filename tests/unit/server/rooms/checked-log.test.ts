import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { faultOf } from '../../../../server/rooms/checked-log.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'

/** A text of two writers with deletions, as the log holds it, and the snapshot of its first `folded` updates. */
function written(folded: number) {
  const doc = new Y.Doc()
  const text = doc.getText(TEXT_NAME)
  const history: Uint8Array[] = []
  let snapshot: Uint8Array | null = null
  doc.on('update', (update: Uint8Array) => {
    history.push(update)
    if (history.length === folded) snapshot = Y.encodeStateAsUpdateV2(doc)
  })
  text.insert(0, 'We, the people')
  text.delete(2, 1)
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.getText(TEXT_NAME).insert(2, ' all:')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
  text.insert(text.length, ' of this house')
  text.delete(0, 3)
  return { snapshot, tail: history.slice(folded), history }
}

describe('a log', () => {
  it.each([0, 1, 2, 3, 4, 5])('is sound with a snapshot of its first %s updates', (folded) => {
    expect(faultOf(written(folded))).toBeNull()
  })

  it('of a mended document need not lead to its text, which must load all the same', () => {
    expect(faultOf({ ...written(2), history: null })).toBeNull()
    expect(faultOf({ ...written(2), tail: [new Uint8Array([9])], history: null })).toMatch(/^it cannot be loaded: /)
  })

  it('is sound when it is empty', () => {
    expect(faultOf({ snapshot: null, tail: [], history: [] })).toBeNull()
  })

  it.each<[string, (log: ReturnType<typeof written>) => Parameters<typeof faultOf>[0], RegExp]>([
    ['an update that is no update', (log) => ({ ...log, tail: [new Uint8Array([9])] }), /^it cannot be loaded: /],
    ['a snapshot that is none', (log) => ({ ...log, snapshot: new Uint8Array([9]) }), /^it cannot be loaded: /],
    [
      'history that is none',
      (log) => ({ ...log, history: [new Uint8Array([9])] }),
      /^its history cannot be replayed: /,
    ],
    ['a tail with a gap', ({ tail, ...log }) => ({ ...log, tail: tail.slice(1) }), /tail build on what is missing/],
    [
      'history with a gap',
      ({ history, ...log }) => ({ ...log, history: history.slice(1) }),
      /its history builds on what is missing/,
    ],
    ['a tail that ends too early', ({ tail, ...log }) => ({ ...log, tail: tail.slice(0, -2) }), /differ .*: the text/],
    [
      'a deletion in its tail alone',
      (log) => ({ ...log, tail: [...log.tail, deletionOf('of', log.history)] }),
      /differ from its history: the text/,
    ],
  ])('with %s is not', (_name, spoil, fault) => {
    expect(faultOf(spoil(written(2)))).toMatch(fault)
  })
})

function deletionOf(word: string, history: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc()
  for (const update of history) Y.applyUpdate(doc, update)
  const before = Y.encodeStateVector(doc)
  const text = doc.getText(TEXT_NAME)
  text.delete(text.toString().indexOf(word), word.length)
  return Y.encodeStateAsUpdate(doc, before)
}
