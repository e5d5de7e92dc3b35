import { createEncoder, toUint8Array, writeUint8, writeVarString, writeVarUint } from 'lib0/encoding'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { CONTENT_STRING } from './update-reader.ts'

/**
 * The Yjs V1 update that types `text` into an empty document under `clientId`: what a Y.Doc would write, without one. A text
 * that is not empty; line breaks become \n, as in the editor.
 */
export function seedUpdate(text: string, clientId: number): Uint8Array {
  const encoder = createEncoder()
  const clients = 1
  const structs = 1
  const firstClock = 0
  for (const number of [clients, structs, clientId, firstClock]) writeVarUint(encoder, number)
  writeUint8(encoder, CONTENT_STRING)
  const parentIsRoot = 1
  writeVarUint(encoder, parentIsRoot)
  writeVarString(encoder, TEXT_NAME)
  writeVarString(encoder, text.replace(/\r\n?/g, '\n'))
  const deletes = 0
  writeVarUint(encoder, deletes)
  return toUint8Array(encoder)
}
