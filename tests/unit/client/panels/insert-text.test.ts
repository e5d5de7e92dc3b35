import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { insertText } from '../../../../client/panels/insert-text.ts'
import { MAX_TRANSACTION_BYTES } from '../../../../shared/protocol/limits.ts'

it.each([
  ['one byte a unit', 'x'],
  ['three bytes a unit', '€'],
  ['four bytes in two units', 'x😀'],
])('text of %s goes in whole, in updates that each fit into one message', (_, piece) => {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  text.insert(0, '<>')
  const sizes: number[] = []
  doc.on('update', (update: Uint8Array) => sizes.push(update.length))
  const content = piece.repeat(150_001)
  insertText(text, 1, content)
  expect(text.toJSON()).toBe(`<${content}>`)
  expect(sizes.length).toBeGreaterThan(1)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES)
})
