const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  return remainder
})

/** The CRC-32 of `bytes` as zlib has it, an unsigned number: tells damage, not malice. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  // By index: over a whole document, the first time, this is three times as fast as `of`.
  for (let at = 0; at < bytes.length; at++)
    remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  return (remainder ^ 0xffffffff) >>> 0
}
