import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../../../server/rooms/gate.ts'
import { seedUpdate } from '../../../../server/rooms/seed.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'

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
