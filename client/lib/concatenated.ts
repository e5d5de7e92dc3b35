/** One behind the other, in memory of their own unless there is only one. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = parts
  if (first !== undefined && more.length === 0) return first
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
