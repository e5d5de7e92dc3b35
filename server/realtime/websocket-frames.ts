/** A message of Engine.IO: Socket.IO's parser makes one text of a packet, and one of bytes for each `Uint8Array` in it. */
export type Message = string | Uint8Array

/** FIN, and the opcode of a text or of bytes (RFC 6455, section 5.2). */
const TEXT = 0x81
const BINARY = 0x82
const LONGEST_HEADER_BYTES = 10
/** Engine.IO's type of what comes from Socket.IO, before a text. */
const MESSAGE = '4'

/** The frames of the websocket protocol that Engine.IO would write, one behind the other. */
export function framesOf(messages: readonly Message[]): Buffer {
  const [only] = messages
  return messages.length === 1 && typeof only === 'string' ? textFrame(only) : Buffer.concat(messages.flatMap(partsOf))
}

/** The frame of one message of bytes, which are given in parts. */
export function binaryFrame(parts: readonly Uint8Array[]): Buffer {
  let bytes = 0
  for (const { byteLength } of parts) bytes += byteLength
  return Buffer.concat([header(BINARY, bytes), ...parts])
}

function partsOf(message: Message): Uint8Array[] {
  return typeof message === 'string' ? [textFrame(message)] : [header(BINARY, message.byteLength), message]
}

function textFrame(text: string): Buffer {
  const bytes = Buffer.byteLength(text) + MESSAGE.length
  const frame = Buffer.allocUnsafe(LONGEST_HEADER_BYTES + bytes)
  const start = writeHeader(frame, TEXT, bytes)
  frame.write(MESSAGE + text, start)
  return frame.subarray(0, start + bytes)
}

function header(kind: number, bytes: number): Buffer {
  const frame = Buffer.allocUnsafe(LONGEST_HEADER_BYTES)
  return frame.subarray(0, writeHeader(frame, kind, bytes))
}

/** A server's frames have no mask. Answers how long the header is. */
function writeHeader(frame: Buffer, kind: number, bytes: number): number {
  frame[0] = kind
  if (bytes < 126) {
    frame[1] = bytes
    return 2
  }
  if (bytes < 0x1_0000) {
    frame[1] = 126
    frame.writeUInt16BE(bytes, 2)
    return 4
  }
  frame[1] = 127
  frame.writeBigUInt64BE(BigInt(bytes), 2)
  return 10
}
