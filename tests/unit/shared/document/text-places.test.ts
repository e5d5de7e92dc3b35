import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type TextOperation, TextPlaces } from '../../../../shared/document/text-places.ts'
import { Random } from '../../../support/random.ts'

/** What a text becomes. */
function applied(before: string, delta: readonly TextOperation[]): string {
  let text = ''
  let at = 0
  for (const { retain = 0, delete: gone = 0, insert } of delta) {
    text += before.slice(at, at + retain)
    at += retain + gone
    if (typeof insert === 'string') text += insert
  }
  return text + before.slice(at)
}

/** Follows a Y.Text by its deltas alone. */
class Follower {
  text = ''
  asked = 0

  constructor(target: Y.Text) {
    target.observe((event) => {
      const own = Object.getOwnPropertyDescriptor(Y.YTextEvent.prototype, 'delta')
      const delta = TextPlaces.of(target).deltaOf(event)
      this.asked += delta.length
      const after = applied(this.text, delta)
      expect(after).toBe(applied(this.text, own?.get?.call(event)))
      this.text = after
    })
  }
}

describe('where the items of a text stand', () => {
  it('is what Yjs says, and so is what a transaction did: of own edits, of those of others, and of undo', () => {
    const random = new Random(11)
    const people = [1, 2, 3].map((clientID) => {
      const doc = new Y.Doc()
      doc.clientID = clientID
      const text = doc.getText('text')
      return { doc, text, follower: new Follower(text), undo: new Y.UndoManager(text, { captureTimeout: 0 }) }
    })
    for (let round = 0; round < 3000; round++) {
      const { doc, text, undo } = random.pick(people)
      if (random.chance(0.1)) undo.undo()
      else if (random.chance(0.05)) undo.redo()
      else if (random.chance(0.2)) {
        const { doc: other } = random.pick(people)
        if (other !== doc) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
      } else {
        const places = TextPlaces.of(text)
        places.prepare(random.below(text.length + 1))
        doc.transact(() => {
          for (let edit = random.below(4); edit >= 0; edit--) {
            const at = random.below(text.length + 1)
            const before = text.toString()
            const gone = random.chance(0.4) ? Math.min(random.below(6), text.length - at) : 0
            const insert = gone > 0 ? '' : random.pick(['a', 'bc', 'é', 'd\ne', '漢字'])
            if (gone > 0) text.delete(at, gone)
            else text.insert(at, insert)
            expect(text.toString()).toBe(before.slice(0, at) + insert + before.slice(at + gone))
          }
        })
      }
    }
    for (const { doc, text, follower } of people) {
      expect(follower.text).toBe(text.toString())
      const places = TextPlaces.of(text)
      for (let index = 0; index <= text.length; index += 7) {
        const position = Y.createRelativePositionFromTypeIndex(text, index)
        expect(Y.compareRelativePositions(places.positionAt(index), position)).toBe(true)
        if (position.item === null) continue
        const item = Y.getItem(doc.store, position.item)
        expect(places.indexOf(item) + position.item.clock - item.id.clock).toBe(index)
      }
    }
    expect(Math.min(...people.map(({ follower }) => follower.asked))).toBeGreaterThan(100)
  })

  it('of a text with a long history is known without looking at all of it', () => {
    const doc = new Y.Doc()
    const text = doc.getText('text')
    for (let piece = 0; piece < 500; piece++) text.insert(0, 'ab')
    let found: readonly TextOperation[] = []
    let usesYjs = false
    text.observe((event) => {
      Object.defineProperty(event, 'delta', { get: () => (usesYjs = true) })
      found = TextPlaces.of(text).deltaOf(event)
    })
    text.insert(501, 'x')
    expect(found).toEqual([{ retain: 501 }, { insert: 'x' }])
    text.delete(500, 3)
    expect(found.reduce((sum, operation) => sum + (operation.delete ?? 0), 0)).toBe(3)
    expect(usesYjs).toBe(false)
  })

  it('is where Yjs begins with the next change, also when somebody else has just written', () => {
    const doc = new Y.Doc()
    const text = doc.getText('text')
    for (let piece = 0; piece < 1000; piece++) text.insert(0, 'ab')
    const places = TextPlaces.of(text)
    text.insert(1501, 'x')
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    other.getText('text').insert(3, 'theirs')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    const { item } = Y.createRelativePositionFromTypeIndex(text, 20)
    if (item === null) throw new Error('nothing stands there')
    const early = Y.getItem(doc.store, item)
    let walks = 0
    const { right } = early
    Object.defineProperty(early, 'right', { get: () => (walks++, right) })
    places.prepare(1508)
    text.insert(1508, 'y')
    expect(walks).toBe(0)
    expect(text.toString().slice(1505, 1511)).toBe('baxyba')
  })
})
