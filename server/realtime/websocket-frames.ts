import * as ws from 'ws'

/** A message of Engine.IO: Socket.IO's parser makes one text of a packet, and one of bytes for each `Uint8Array` in it. */
export type Message = string | Uint8Array

interface FrameOptions {
  readonly fin: boolean
  readonly opcode: number
  readonly mask: boolean
  readonly readOnly: boolean
  readonly rsv1: boolean
}
/** What ws has for Socket.IO's own adapter, without a type. */
const { Sender } = ws as unknown as {
  readonly Sender: { frame(data: Uint8Array, options: FrameOptions): readonly Uint8Array[] }
}

const TEXT = 1
const BINARY = 2
/** Engine.IO's type of what comes from Socket.IO, before a text. */
const MESSAGE = '4'

/** The frames of the websocket protocol (RFC 6455, section 5.2) that Engine.IO would write, one behind the other. */
export function framesOf(messages: readonly Message[]): Buffer {
  const parts: Uint8Array[] = []
  for (const message of messages) {
    const [opcode, data] = typeof message === 'string' ? [TEXT, Buffer.from(MESSAGE + message)] : [BINARY, message]
    parts.push(...Sender.frame(data, { fin: true, opcode, mask: false, readOnly: true, rsv1: false }))
  }
  return Buffer.concat(parts)
}
