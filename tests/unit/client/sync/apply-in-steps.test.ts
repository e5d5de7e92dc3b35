import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { applyInSteps } from '../../../../client/sync/apply-in-steps.ts'
import { Random } from '../../../support/random.ts'

const EDITS = 2000
const written = new Map<number, Uint8Array>()

/** What so many people came to who wrote at once, each seeing the others' changes late; with deletions, and items of all lengths. */
function writtenBy(people: number): Y.Doc {
  const whole = new Y.Doc()
  const update = written.get(people) ?? write(new Random(people), people)
  written.set(people, update)
  Y.applyUpdate(whole, update)
  return whole
}

function write(random: Random, people: number): Uint8Array {
  const docs = Array.from({ length: people }, () => new Y.Doc())
  docs.forEach((doc, index) => (doc.clientID = 1 + random.below(1000) * people + index))
  for (let edit = 0; edit < EDITS; edit++) {
    const doc = random.pick(docs)
    const text = doc.getText('text')
    const at = random.below(text.length + 1)
    if (random.chance(0.3)) text.delete(at, Math.min(text.length - at, random.below(8)))
    else text.insert(at, random.text(1 + random.below(9)))
    if (!random.chance(0.03)) continue
    const other = random.pick(docs)
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)))
  }
  return Y.mergeUpdates(docs.map((doc) => Y.encodeStateAsUpdate(doc)))
}

function inSteps(update: Uint8Array, version: 1 | 2, doc = new Y.Doc()): { doc: Y.Doc; steps: number } {
  const steps = [...applyInSteps(doc, update, version, 'test')].length
  return { doc, steps }
}

/** The same text, the same bytes, and nothing that waits. */
function expectSame(doc: Y.Doc, expected: Y.Doc): void {
  expect(doc.getText('text').toString()).toBe(expected.getText('text').toString())
  expect(Buffer.compare(Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdate(expected))).toBe(0)
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
}

describe('a whole document', () => {
  it.each([1, 2, 3, 20])('is in steps what it is at once (people: %i)', (people) => {
    const author = writtenBy(people)
    for (const version of [1, 2] as const) {
      const update = version === 1 ? Y.encodeStateAsUpdate(author) : Y.encodeStateAsUpdateV2(author)
      const { doc, steps } = inSteps(update, version)
      expect(steps).toBeGreaterThan(3)
      const atOnce = new Y.Doc()
      Y.applyUpdate(atOnce, Y.encodeStateAsUpdate(author))
      expectSame(doc, atOnce)
    }
  })

  it('is of the origin that is given, and of nobody here', () => {
    const doc = new Y.Doc()
    const origins = new Set<unknown>()
    doc.on('afterTransaction', ({ origin, local }: Y.Transaction) => origins.add([origin, local].join()))
    inSteps(Y.encodeStateAsUpdate(writtenBy(2)), 1, doc)
    expect([...origins]).toEqual(['test,false'])
  })

  it('goes on with what is written afterwards', () => {
    const author = writtenBy(2)
    const { doc } = inSteps(Y.encodeStateAsUpdateV2(author), 2)
    doc.getText('text').insert(5, 'here')
    author.getText('text').insert(5, 'there')
    Y.applyUpdate(author, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(author)))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(author, Y.encodeStateVector(doc)))
    expectSame(doc, author)
  })

  it('that refers to what is not there waits for it, as Yjs has it', () => {
    const author = writtenBy(3)
    const before = Y.encodeStateVector(author)
    for (let edit = 0; edit < 3000; edit++) author.getText('text').insert((edit * 7) % 1000, 'x')
    const { doc } = inSteps(Y.encodeStateAsUpdateV2(author, before), 2)
    expect(doc.store.pendingStructs).not.toBeNull()
    Y.applyUpdateV2(doc, Y.encodeStateAsUpdateV2(author))
    expectSame(doc, author)
  })

  it('of somebody who wrote into a text that is not there waits for it, too', () => {
    const first = writtenBy(1)
    const second = new Y.Doc()
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
    for (let edit = 0; edit < 3000; edit++) second.getText('text').insert((edit * 7) % 1000, 'x')
    const { doc } = inSteps(Y.encodeStateAsUpdateV2(second, Y.encodeStateVector(first)), 2)
    expect(doc.store.pendingStructs).not.toBeNull()
    Y.applyUpdateV2(doc, Y.encodeStateAsUpdateV2(first))
    expectSame(doc, second)
  })

  it('with a hole in it keeps what is behind the hole, until that is filled', () => {
    const author = new Y.Doc()
    const parts: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => parts.push(update))
    for (let edit = 0; edit < 3000; edit++) author.getText('text').insert((edit * 7) % (edit + 1), 'x')
    const [hole] = parts.splice(1500, 1)
    const { doc } = inSteps(Y.mergeUpdates(parts), 1)
    expect(doc.getText('text').length).toBe(1500)
    Y.applyUpdate(doc, hole!)
    expectSame(doc, author)
  })

  it('that holds something else than text is taken in all the same', () => {
    const author = new Y.Doc()
    const list = author.getArray<unknown>('list')
    for (let edit = 0; edit < 1500; edit++)
      list.insert(edit >> 1, [edit % 3 === 0 ? new Y.Map([['edit', edit]]) : edit])
    const { doc } = inSteps(Y.encodeStateAsUpdateV2(author), 2)
    expect(doc.getArray('list').toJSON()).toEqual(list.toJSON())
  })

  it('that is cut off or is no update throws', () => {
    const update = Y.encodeStateAsUpdateV2(writtenBy(3))
    expect(() => inSteps(update.subarray(0, update.length >> 1), 2)).toThrow()
    expect(() => inSteps(new Uint8Array(20_000).fill(0xff), 1)).toThrow()
  })

  it('is applied at once where there is something already', () => {
    const author = writtenBy(3)
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'mine')
    expect(inSteps(Y.encodeStateAsUpdateV2(author), 2, doc).steps).toBe(0)
    expect(doc.getText('text').length).toBe(author.getText('text').length + 4)
  })
})
