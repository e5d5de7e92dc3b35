import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { ifDeleting } from '../../../../server/storage/deletions.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { Random } from '../../../support/random.ts'

it('knows of every update whether something is deleted', () => {
  const random = new Random(3)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText(TEXT_NAME)
  for (let round = 0; round < 2_000; round++) {
    const at = random.below(text.length + 1)
    if (random.chance(0.5)) text.insert(at, 'word'.repeat(random.below(80) + 1))
    else text.delete(at, Math.min(text.length - at, random.below(400)))
    const update = updates.pop()
    if (update === undefined) continue
    expect(ifDeleting(update)).toBe(Y.decodeUpdate(update).ds.clients.size > 0 ? update : null)
  }
})
