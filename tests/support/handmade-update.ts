import { createEncoder, toUint8Array, writeUint8, writeVarString, writeVarUint } from 'lib0/encoding'
import { TEXT_NAME } from '../../shared/document/shape.ts'

export type Id = readonly [client: number, clock: number]

export interface HandmadeStruct {
  readonly origin?: Id | null
  readonly rightOrigin?: Id | null
  readonly text: string
}

/** The V1 update that inserts these structs of one client from `clock` on, whatever sense that makes. */
export function handmadeUpdate(client: number, clock: number, structs: readonly HandmadeStruct[]): Uint8Array {
  const encoder = createEncoder()
  for (const number of [1, structs.length, client, clock]) writeVarUint(encoder, number)
  for (const { origin = null, rightOrigin = null, text } of structs) {
    writeUint8(encoder, 4 | (origin === null ? 0 : 0x80) | (rightOrigin === null ? 0 : 0x40))
    for (const id of [origin, rightOrigin]) for (const number of id ?? []) writeVarUint(encoder, number)
    if (origin === null && rightOrigin === null) {
      writeVarUint(encoder, 1)
      writeVarString(encoder, TEXT_NAME)
    }
    writeVarString(encoder, text)
  }
  writeVarUint(encoder, 0)
  return toUint8Array(encoder)
}

/**
 * The structs of the costliest small update there is: `count` letters in a row, then as many without an origin, whose right
 * origins are those letters from the last to the first. Yjs walks over half of them for each: `count`² steps.
 */
export function costlyStructs(client: number, count: number, firstClock = 0): HandmadeStruct[] {
  const row = Array.from({ length: count }, (_, clock) => ({
    origin: clock === 0 ? null : ([client, firstClock + clock - 1] as const),
    text: 'x',
  }))
  const falling = Array.from({ length: count }, (_, clock) => ({
    rightOrigin: [client, firstClock + count - 1 - clock] as const,
    text: 'y',
  }))
  return [...row, ...falling]
}
