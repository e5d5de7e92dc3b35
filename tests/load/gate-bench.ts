import { createEncoder, toUint8Array, writeUint8, writeVarString, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { judge } from '../../server/rooms/gate.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { MAX_UPDATE_BYTES, MAX_UPDATE_PARTS } from '../../shared/protocol/limits.ts'

/**
 * What the gate costs: CPU for a keystroke in a document of 1,000 clients, and for the worst updates that pass its bounds.
 * `npm run gate-bench` prints one JSON line for each of three runs, in microseconds a call.
 */
const RUNS = 3
const KEYSTROKES = 20_000
const WORST_CALLS = 30

const known = new Map(Array.from({ length: 1000 }, (_, i) => [2 ** 31 + i * 7919, 10_000]))

function keystrokes(): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = 1
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText(TEXT_NAME)
  for (let i = 0; i < KEYSTROKES; i++) {
    if (i % 10 === 9) text.delete(text.length - 1, 1)
    else text.insert(i % 50 === 0 ? 0 : text.length, 'x')
  }
  return updates
}

type WriteStructs = (encoder: ReturnType<typeof createEncoder>) => void

/** A V1 update without deletions: groups of [client, count of structs, their writer], descending by client. */
function update(...groups: readonly (readonly [client: number, count: number, write: WriteStructs])[]): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, groups.length)
  for (const [client, count, write] of groups) {
    for (const number of [count, client, 0]) writeVarUint(encoder, number)
    write(encoder)
  }
  writeVarUint(encoder, 0)
  return toUint8Array(encoder)
}

function writeStruct(
  encoder: ReturnType<typeof createEncoder>,
  origin: readonly [number, number] | null,
  text: string,
): void {
  writeUint8(encoder, origin === null ? 4 : 0x84)
  for (const number of origin ?? [1]) writeVarUint(encoder, number)
  if (origin === null) writeVarString(encoder, TEXT_NAME)
  writeVarString(encoder, text)
}

function deletions(clients: number, ranges: number): Uint8Array {
  const encoder = createEncoder()
  for (const number of [0, clients]) writeVarUint(encoder, number)
  for (const client of [...known.keys()].slice(0, clients)) {
    for (const number of [client, ranges]) writeVarUint(encoder, number)
    for (let i = 0; i < ranges; i++) for (const number of [2 * i, 1]) writeVarUint(encoder, number)
  }
  return toUint8Array(encoder)
}

const half = MAX_UPDATE_PARTS / 2
const filler = '漢'.repeat(Math.floor(MAX_UPDATE_BYTES / MAX_UPDATE_PARTS / 3) - 8)
const WORST: Readonly<Record<string, Uint8Array>> = {
  oneString: update([1, 1, (encoder) => writeStruct(encoder, null, '漢'.repeat(MAX_UPDATE_BYTES / 3 - 20))]),
  manyStructs: update([
    1,
    MAX_UPDATE_PARTS,
    (encoder) => {
      for (let i = 0; i < MAX_UPDATE_PARTS; i++) writeStruct(encoder, null, filler)
    },
  ]),
  mutualOrigins: update(
    [2, half, (encoder) => Array.from({ length: half }, (_, i) => writeStruct(encoder, [1, i], 'a'))],
    [
      1,
      half,
      (encoder) => Array.from({ length: half }, (_, i) => writeStruct(encoder, i === 0 ? null : [2, i - 1], 'a')),
    ],
  ),
  manyClients: update(
    ...Array.from({ length: MAX_UPDATE_PARTS }, (_, i): [number, number, WriteStructs] => [
      MAX_UPDATE_PARTS - i,
      1,
      (encoder) => writeStruct(encoder, i === MAX_UPDATE_PARTS - 1 ? null : [MAX_UPDATE_PARTS - i - 1, 0], 'a'),
    ]),
  ),
  manyDeletions: deletions(1000, 8),
  claimedDeletions: (() => {
    const bytes = new Uint8Array(MAX_UPDATE_BYTES)
    bytes.set([0, 255, 255, 63])
    for (let i = 4; i < bytes.length; i += 4) bytes.set([i & 127, 1, 1, 1], i)
    return bytes
  })(),
}

const mine = { has: () => true }

function microsecondsPerCall(calls: number, call: (index: number) => void): number {
  const begin = process.cpuUsage()
  for (let i = 0; i < calls; i++) call(i)
  const { user, system } = process.cpuUsage(begin)
  return Number(((user + system) / calls).toFixed(2))
}

const typed = keystrokes()
for (let run = 1; run <= RUNS; run++) {
  const log = new Map(known)
  const keystroke = microsecondsPerCall(typed.length, (index) => {
    const verdict = judge(typed[index] ?? new Uint8Array(), log, mine)
    if (!verdict.ok) throw new Error(`a keystroke was refused: ${verdict.code}`)
    for (const { client, clock } of verdict.advances) log.set(client, clock)
  })
  const worst = Object.fromEntries(
    Object.entries(WORST).map(([name, bytes]) => [
      name,
      microsecondsPerCall(WORST_CALLS, () => judge(bytes, known, mine)),
    ]),
  )
  process.stdout.write(`${JSON.stringify({ run, keystroke, ...worst })}\n`)
}
