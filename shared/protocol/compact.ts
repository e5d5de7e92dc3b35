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
export type CompactPacket =
  | { readonly kind: 'update'; readonly id: number; readonly request: UpdateRequest }
  | { readonly kind: 'updates'; readonly message: UpdatesMessage }
  /** Acknowledges the update that came with this id. */
  | { readonly kind: 'stored'; readonly id: number; readonly sequence: number; readonly mark: number }

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

/** Bytes in the packet share the memory of `bytes`. Throws on what is none of these packets. */
export function decodeCompact(bytes: Uint8Array): CompactPacket {
  const decoder = createDecoder(bytes)
  const kind = readUint8(decoder)
  const number = (): number => readVarUint(decoder)
  const text = (): string => readVarString(decoder)
  switch (kind) {
    case UPDATE: {
      const id = number()
      const request = { document: text(), epoch: number(), update: readTailAsUint8Array(decoder) }
      return { kind: 'update', id, request }
    }
    case UPDATES: {
      const place = { document: text(), epoch: number(), after: number(), sequence: number(), mark: number() }
      return { kind: 'updates', message: { ...place, updates: readTailAsUint8Array(decoder) } }
    }
    case STORED:
      return { kind: 'stored', id: number(), sequence: number(), mark: number() }
    default:
      throw new Error(`a compact packet of the unknown kind ${kind}`)
  }
}

function begin(kind: number): Encoder {
  const encoder = createEncoder()
  writeUint8(encoder, kind)
  return encoder
}
