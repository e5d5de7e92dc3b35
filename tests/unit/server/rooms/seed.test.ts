import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../../../server/rooms/gate.ts'
import { seedUpdate, seedUpdates } from '../../../../server/rooms/seed.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { MAX_TRANSACTION_BYTES } from '../../../../shared/protocol/limits.ts'

it.each(['a', '# Agenda\n\n1. Once 🎉\n', '漢字 e\u0301', 'x'.repeat(100_000)])(
  'a seed is what Yjs would write',
  (text) => {
    const doc = new Y.Doc()
    doc.clientID = 4_294_967_295
    doc.getText(TEXT_NAME).insert(0, text)
    const update = seedUpdate(text, doc.clientID)
    expect(update).toEqual(Y.encodeStateAsUpdate(doc))
    expect(judge(update, new Map(), new Set([doc.clientID]))).toMatchObject({ ok: true, stores: true })
  },
)

it('a seed has the editor’s line breaks', () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedUpdate('one\r\ntwo\rthree\n', 1))
  expect(doc.getText(TEXT_NAME).toString()).toBe('one\ntwo\nthree\n')
})

it('a long seed comes in pieces that each pass the gate, and are what Yjs would type one after the other', () => {
  const text = `${'漢'.repeat(65_535)}🎉\r\n${'x'.repeat(150_000)}`
  const typed = new Y.Doc()
  typed.clientID = 7
  const updates = seedUpdates(text, 7)
  expect(updates.length).toBe(4)
  const doc = new Y.Doc()
  const known = new Map<number, number>()
  for (const update of updates) {
    expect(update.byteLength).toBeLessThan(MAX_TRANSACTION_BYTES)
    expect(judge(update, known, new Set([7]))).toMatchObject({ ok: true, stores: true })
    Y.applyUpdate(doc, update)
    known.set(7, Y.getState(doc.store, 7))
    const before = Y.encodeStateVector(typed)
    typed
      .getText(TEXT_NAME)
      .insert(typed.getText(TEXT_NAME).length, doc.getText(TEXT_NAME).toString().slice(typed.getText(TEXT_NAME).length))
    expect(Y.encodeStateAsUpdate(typed, before)).toEqual(update)
  }
  expect(doc.getText(TEXT_NAME).toString()).toBe(text.replace('\r\n', '\n'))
  expect(seedUpdates('', 7)).toEqual([])
})
