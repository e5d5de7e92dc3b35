import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser'
import { decodeCompact, encodeCompactUpdate } from '../../shared/protocol/compact.ts'
import { DOCUMENTS_NAMESPACE } from '../../shared/protocol/messages.ts'
import type { UpdateRequest } from '../../shared/protocol/schemas.ts'

/** Socket.IO's encoding, but that updates and their acknowledgements are compact packets (`compact.ts`). */
class CompactEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    const { type, id, data } = packet
    const isUpdate = type === PacketType.EVENT && id !== undefined && Array.isArray(data) && data[0] === 'update'
    return isUpdate ? [encodeCompactUpdate(id, data[1] as UpdateRequest)] : super.encode(packet)
  }
}

class CompactDecoder extends Decoder {
  override add(message: unknown): void {
    // A packet of the stock encoding whose bytes come next, which Socket.IO's types have as private.
    const { reconstructor } = this as unknown as { reconstructor?: unknown }
    if (typeof message === 'string' || reconstructor) super.add(message)
    else this.emitReserved('decoded', decoded(new Uint8Array(message as ArrayBuffer)))
  }
}

function decoded(bytes: Uint8Array): Packet {
  const packet = decodeCompact(bytes)
  const nsp = DOCUMENTS_NAMESPACE
  if ('document' in packet) return { type: PacketType.EVENT, nsp, data: ['updates', packet] }
  const { id, ...place } = packet
  return { type: PacketType.ACK, nsp, id, data: [{ ok: true, ...place }] }
}

/** What Socket.IO's client takes as its `parser`. */
export const compactParser = { Encoder: CompactEncoder, Decoder: CompactDecoder }
