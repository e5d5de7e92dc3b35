import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { salvagedText } from '../../../../server/rooms/salvaged-text.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'

const WORDS = ['It ', 'was ', 'a ', 'dark ', 'night. ']
const NOTHING = { snapshot: null, updates: [], mended: false }
const NO_UPDATE = new Uint8Array([9, 9, 9])

/** A text typed word by word, and the snapshot after the first `folded` words. */
function written(folded: number) {
  const doc = new Y.Doc()
  const updates: { sequence: number; update: Uint8Array }[] = []
  let snapshot = null
  doc.on('update', (update: Uint8Array) => updates.push({ sequence: updates.length + 1, update }))
  for (const [index, word] of WORDS.entries()) {
    doc.getText(TEXT_NAME).insert(doc.getText(TEXT_NAME).length, word)
    if (index + 1 === folded) snapshot = { sequence: folded, bytes: Y.encodeStateAsUpdateV2(doc) }
  }
  return { snapshot, updates, mended: false }
}

it('is the whole text when everything is there', () => {
  expect(salvagedText(written(0))).toBe(WORDS.join(''))
  expect(salvagedText(written(3))).toBe(WORDS.join(''))
})

it('is what lies before a gap', () => {
  const { updates } = written(0)
  expect(salvagedText({ ...NOTHING, updates: updates.filter(({ sequence }) => sequence !== 3) })).toBe('It was ')
})

it('takes the snapshot for what its history lacks, and history for a snapshot that is broken', () => {
  const { snapshot, updates } = written(3)
  expect(salvagedText({ ...NOTHING, snapshot, updates: updates.slice(3) })).toBe(WORDS.join(''))
  expect(salvagedText({ ...NOTHING, snapshot: { sequence: 3, bytes: NO_UPDATE }, updates })).toBe(WORDS.join(''))
})

it('leaves out what is no update', () => {
  const { updates } = written(0)
  const broken = [NO_UPDATE, ...updates.map(({ update }) => update), NO_UPDATE]
  const log = broken.map((update, index) => ({ sequence: index + 1, update }))
  expect(salvagedText({ ...NOTHING, updates: log })).toBe(WORDS.join(''))
})

it('is that of the snapshot when the document was mended, though its history has more', () => {
  const doc = new Y.Doc()
  doc.getText(TEXT_NAME).insert(0, 'Mended.')
  const snapshot = { sequence: 5, bytes: Y.encodeStateAsUpdateV2(doc) }
  const { updates } = written(0)
  expect(salvagedText({ snapshot, updates, mended: true })).toBe('Mended.')
  const broken = { sequence: 5, bytes: NO_UPDATE }
  expect(salvagedText({ snapshot: broken, updates, mended: true })).toBe(WORDS.join(''))
})

it('is empty when nothing is left', () => {
  expect(salvagedText(NOTHING)).toBe('')
  expect(salvagedText({ ...NOTHING, snapshot: { sequence: 1, bytes: NO_UPDATE } })).toBe('')
})
