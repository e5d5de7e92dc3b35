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
  /** Bytes that come next belong to a packet of the stock encoding. */
  #isReconstructing = false

  constructor() {
    super()
    this.on('decoded', () => {
      this.#isReconstructing = false
    })
  }

  override add(message: unknown): void {
    if (!this.#isReconstructing && typeof message !== 'string') {
      this.emitReserved('decoded', decoded(message instanceof ArrayBuffer ? new Uint8Array(message) : message))
      return
    }
    this.#isReconstructing ||= /^[56]/.test(message as string)
    super.add(message)
  }
}

function decoded(bytes: unknown): Packet {
  const packet = decodeCompact(bytes as Uint8Array)
  const nsp = DOCUMENTS_NAMESPACE
  switch (packet.kind) {
    case 'updates':
      return { type: PacketType.EVENT, nsp, data: ['updates', packet.message] }
    case 'stored': {
      const { id, sequence, mark } = packet
      return { type: PacketType.ACK, nsp, id, data: [{ ok: true, sequence, mark }] }
    }
    case 'update':
      throw new Error('a compact packet that only a client sends')
  }
}

/** What Socket.IO's client takes as its `parser`. */
export const compactParser = { Encoder: CompactEncoder, Decoder: CompactDecoder }
