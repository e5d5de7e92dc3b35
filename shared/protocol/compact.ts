import { createDecoder, readTailAsUint8Array, readUint8, readVarString, readVarUint } from 'lib0/decoding'
import {
  type Encoder,
  createEncoder,
  toUint8Array,
  writeUint8,
  writeUint8Array,
  writeVarString,
  writeVarUint,
} from 'lib0/encoding'
import type { UpdateRequest, UpdatesMessage } from './schemas.ts'

/**
 * The packets that nearly all traffic consists of, as one message of bytes each, where Socket.IO's own encoding makes a text and a
 * message of bytes of each. Numbers and texts as lib0 writes them (`docs/PROTOCOL.md`, "Compact packets").
 */
export type CompactPacket = UpdatesMessage | CompactStored

/** Acknowledges the update that came with this id. */
export interface CompactStored {
  readonly id: number
  readonly sequence: number
  readonly mark: number
}

const UPDATE = 1
const UPDATES = 2
const STORED = 3

export function encodeCompactUpdate(id: number, { document, epoch, update }: UpdateRequest): Uint8Array {
  const encoder = begin(UPDATE)
  writeVarUint(encoder, id)
  writeVarString(encoder, document)
  writeVarUint(encoder, epoch)
  writeUint8Array(encoder, update)
  return toUint8Array(encoder)
}

/** Everything but the updates themselves, which follow to the message's end. */
export function encodeCompactUpdatesHead(message: Omit<UpdatesMessage, 'updates'>): Uint8Array {
  const encoder = begin(UPDATES)
  writeVarString(encoder, message.document)
  for (const number of [message.epoch, message.after, message.sequence, message.mark]) writeVarUint(encoder, number)
  return toUint8Array(encoder)
}

export function encodeCompactStored(id: number, sequence: number, mark: number): Uint8Array {
  const encoder = begin(STORED)
  for (const number of [id, sequence, mark]) writeVarUint(encoder, number)
  return toUint8Array(encoder)
}

/** What a client sends. Its bytes share the memory of `bytes`. Throws on what is no such packet. */
export function decodeCompactUpdate(bytes: Uint8Array): { readonly id: number; readonly request: UpdateRequest } {
  const decoder = createDecoder(bytes)
  if (readUint8(decoder) !== UPDATE) throw new Error('a compact packet that no client sends')
  const id = readVarUint(decoder)
  const document = readVarString(decoder)
  const epoch = readVarUint(decoder)
  return { id, request: { document, epoch, update: readTailAsUint8Array(decoder) } }
}

/** What a server sends. Bytes in the packet share the memory of `bytes`. Throws on what is no such packet. */
export function decodeCompact(bytes: Uint8Array): CompactPacket {
  const decoder = createDecoder(bytes)
  const kind = readUint8(decoder)
  const number = (): number => readVarUint(decoder)
  if (kind === STORED) return { id: number(), sequence: number(), mark: number() }
  if (kind !== UPDATES) throw new Error('a compact packet that no server sends')
  const document = readVarString(decoder)
  const place = { epoch: number(), after: number(), sequence: number(), mark: number() }
  return { document, ...place, updates: readTailAsUint8Array(decoder) }
}

function begin(kind: number): Encoder {
  const encoder = createEncoder()
  writeUint8(encoder, kind)
  return encoder
}
