import { createEncoder, type Encoder, toUint8Array, writeUint8, writeVarString, writeVarUint } from 'lib0/encoding'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { MAX_TRANSACTION_BYTES } from '../../shared/protocol/limits.ts'
import { CONTENT_STRING } from './update-reader.ts'

/** A UTF-16 code unit takes at most three bytes of UTF-8; the fourth is room for what Yjs writes beside the text. */
const MAX_PIECE_LENGTH = MAX_TRANSACTION_BYTES / 4
/** In what a struct begins with: it stands behind another one. */
const HAS_ORIGIN = 0x80

/**
 * The Yjs V1 update that types `text` into an empty document under `clientId`: what a Y.Doc would write, without one. A text
 * that is not empty; line breaks become \n, as in the editor.
 */
export function seedUpdate(text: string, clientId: number): Uint8Array {
  return piece(normalised(text), clientId, 0)
}

/** The same as several updates, in their order, of which none is larger than what a page would send at once. */
export function seedUpdates(text: string, clientId: number): Uint8Array[] {
  const content = normalised(text)
  const updates: Uint8Array[] = []
  for (let from = 0; from < content.length;) {
    let to = Math.min(content.length, from + MAX_PIECE_LENGTH)
    // Not between the halves of a surrogate pair.
    if (to < content.length && /[\uD800-\uDBFF]/.test(content.charAt(to - 1))) to--
    updates.push(piece(content.slice(from, to), clientId, from))
    from = to
  }
  return updates
}

function normalised(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** @param clock how many characters the client has typed before, all of them in front of these. */
function piece(content: string, clientId: number, clock: number): Uint8Array {
  const encoder = createEncoder()
  const clients = 1
  const structs = 1
  for (const number of [clients, structs, clientId, clock]) writeVarUint(encoder, number)
  if (clock === 0) writeRootStart(encoder)
  else {
    writeUint8(encoder, CONTENT_STRING | HAS_ORIGIN)
    writeVarUint(encoder, clientId)
    writeVarUint(encoder, clock - 1)
  }
  writeVarString(encoder, content)
  const deletes = 0
  writeVarUint(encoder, deletes)
  return toUint8Array(encoder)
}

function writeRootStart(encoder: Encoder): void {
  writeUint8(encoder, CONTENT_STRING)
  const parentIsRoot = 1
  writeVarUint(encoder, parentIsRoot)
  writeVarString(encoder, TEXT_NAME)
}
