import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeUint8,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import type { Random } from '../../support/random.ts'
import { costlyStructs, handmadeUpdate } from '../../support/handmade-update.ts'
import type { Standing } from './event-frames.ts'
import type { Frame } from './frame.ts'
import { eventMessages } from './packet-frames.ts'
import { bytes, mutated, oddNumber, oddString } from './values.ts'

/** A member's view of the document: what an honest client has, and the clock of its own next struct. */
export interface DocumentView extends Standing {
  readonly epoch: number
  readonly doc: Y.Doc
  readonly nextClock: number
}

interface Id {
  readonly client: number
  readonly clock: number
}

/** Of all updates: honest pages pay for each that the server takes. */
const COSTLY_SHARE = 0.0005

const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_PARENT_SUB = 0x20
const CONTENT_DELETED = 1
const CONTENT_STRING = 4
const KINDS = 11

/** An update of a member: honest, mutated, written by the grammar with some of it wrong, or just bytes. */
export function updateFrame(
  random: Random,
  view: DocumentView,
  acknowledgement: number,
): Frame & { readonly grows: number } {
  const kind = random.pick([
    'honest',
    'honest',
    'honest',
    'mutated',
    'mutated',
    'grammar',
    'grammar',
    'grammar',
    'spliced',
    'bytes',
  ] as const)
  const { document } = view
  const isCostly = random.chance(COSTLY_SHARE)
  const written = isCostly ? costlyUpdate(random, view) : writeUpdate(random, view, kind)
  const epoch = random.chance(0.98) ? view.epoch : view.epoch + 1
  const message = eventMessages('update', [{ document, epoch, update: written.update }], acknowledgement)
  return { layer: 'update', depth: 'member', what: isCostly ? 'costly' : kind, bytes: message, grows: written.grows }
}

function writeUpdate(random: Random, view: DocumentView, kind: 'honest' | 'mutated' | 'grammar' | 'spliced' | 'bytes') {
  const honest = honestUpdate(random, view)
  switch (kind) {
    case 'honest':
      return honest
    case 'mutated':
      return { update: mutated(random, honest.update), grows: 0 }
    case 'grammar':
      return { update: grammarUpdate(random, view), grows: 0 }
    case 'spliced': {
      const other = honestUpdate(random, view).update
      const at = random.below(honest.update.length)
      return {
        update: Uint8Array.from([...honest.update.subarray(0, at), ...other.subarray(random.below(other.length))]),
        grows: 0,
      }
    }
    case 'bytes':
      return { update: bytes(random, random.chance(0.005) ? 100_000 : random.below(100)), grows: 0 }
  }
}

/** What Yjs would write for typing, or deleting, somewhere in the document. */
function honestUpdate(random: Random, view: DocumentView): { update: Uint8Array; grows: number } {
  const encoder = createEncoder()
  if (random.chance(0.15)) {
    writeVarUint(encoder, 0)
    writeDeletes(encoder, random, view, true)
    return { update: toUint8Array(encoder), grows: 0 }
  }
  const item = anyItem(random, view.doc)
  const text = random.chance(0.002) ? 'x'.repeat(random.below(200_000)) : random.text(random.pick([1, 1, 1, 20]))
  for (const number of [1, 1, view.clientId, view.nextClock]) writeVarUint(encoder, number)
  writeStruct(encoder, {
    kind: CONTENT_STRING,
    origin: item?.lastId ?? null,
    rightOrigin: item?.right?.id ?? null,
    text,
  })
  writeVarUint(encoder, 0)
  return { update: toUint8Array(encoder), grows: text.length }
}

/** A small update over which Yjs takes long, in the server's worker and in every page. */
function costlyUpdate(random: Random, { clientId, nextClock }: DocumentView): { update: Uint8Array; grows: number } {
  const structs = costlyStructs(clientId, 100 + random.below(2000), nextClock)
  return { update: handmadeUpdate(clientId, nextClock, structs), grows: 0 }
}

/** Groups, structs and deletions as the format has them, with numbers, kinds and references that lie now and then. */
function grammarUpdate(random: Random, view: DocumentView): Uint8Array {
  const encoder = createEncoder()
  const lie = random.pick(['none', 'counts', 'clients', 'clocks', 'kinds', 'references', 'deletes', 'end'] as const)
  const groups = lie === 'clients' ? random.below(5) : random.pick([0, 1, 1, 1, 2])
  writeNumber(encoder, lie === 'counts' && random.chance(0.5) ? oddCount(random, groups) : groups)
  const clients = Array.from({ length: groups }, (_, index) =>
    index === 0 && lie !== 'clients' ? view.clientId : anyClient(random, view),
  )
  if (lie !== 'clients') clients.sort((a, b) => b - a)
  for (const client of clients) {
    const structs = random.pick([1, 1, 2, 5, 40])
    writeNumber(encoder, lie === 'counts' ? oddCount(random, structs) : structs)
    writeNumber(encoder, client)
    const next = client === view.clientId ? view.nextClock : Y.getState(view.doc.store, client)
    let clock = lie === 'clocks' ? random.pick([next - 1, next + 1, 0, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1]) : next
    writeNumber(encoder, Math.max(0, clock))
    for (let i = 0; i < structs; i++) {
      const own = { client, clock: clock - 1 }
      const reference = (): Id | null =>
        lie === 'references' ? oddReference(random, view, { client, clock }) : anyId(random, view)
      const origin = i > 0 && random.chance(0.8) ? own : reference()
      const kind =
        lie === 'kinds' && random.chance(0.5)
          ? random.below(KINDS + 2)
          : random.pick([CONTENT_STRING, CONTENT_STRING, CONTENT_DELETED])
      const text = random.pick(lie === 'clocks' ? ['', 'a'] : ['a', 'ab', '🎉', 'abcdefgh'])
      writeStruct(encoder, { kind, origin, rightOrigin: random.chance(0.5) ? reference() : null, text }, random)
      clock += text.length
    }
  }
  writeDeletes(encoder, random, view, lie !== 'deletes')
  const written = toUint8Array(encoder)
  if (lie !== 'end') return written
  return random.chance(0.5)
    ? written.subarray(0, random.below(written.length))
    : Uint8Array.from([...written, ...bytes(random, 1 + random.below(5))])
}

interface Struct {
  readonly kind: number
  readonly origin: Id | null
  readonly rightOrigin: Id | null
  readonly text: string
}

/** With `random` also as nobody writes them: map entries, parents of other names, lengths of their own. */
function writeStruct(encoder: Encoder, { kind, origin, rightOrigin, text }: Struct, random?: Random): void {
  const isMapEntry = random?.chance(0.01) ?? false
  writeUint8(
    encoder,
    kind | (origin ? HAS_ORIGIN : 0) | (rightOrigin ? HAS_RIGHT_ORIGIN : 0) | (isMapEntry ? HAS_PARENT_SUB : 0),
  )
  for (const id of [origin, rightOrigin]) {
    if (id === null) continue
    writeNumber(encoder, id.client)
    writeNumber(encoder, id.clock)
  }
  if (origin === null && rightOrigin === null) {
    const isRoot = !(random?.chance(0.02) ?? false)
    writeVarUint(encoder, isRoot ? 1 : 0)
    if (isRoot) writeVarString(encoder, (random?.chance(0.02) ?? false) ? '__proto__' : TEXT_NAME)
    else for (const number of [1, 0]) writeVarUint(encoder, number)
    if (isMapEntry) writeVarString(encoder, 'sub')
  }
  if (kind === CONTENT_STRING) writeVarString(encoder, text)
  else if (kind === CONTENT_DELETED || kind === 0 || kind === 10)
    writeNumber(encoder, random?.chance(0.02) ? oddNumber(random) : text.length)
  else writeVarUint8Array(encoder, new TextEncoder().encode(text))
}

function writeDeletes(encoder: Encoder, random: Random, view: DocumentView, isHonest: boolean): void {
  const clients = isHonest
    ? [...new Set([anyClient(random, view)])].filter((client) => Y.getState(view.doc.store, client) > 0)
    : Array.from({ length: random.below(6) }, () => anyClient(random, view))
  writeNumber(encoder, isHonest ? clients.length : oddCount(random, clients.length))
  for (const client of clients) {
    const end = Y.getState(view.doc.store, client)
    const ranges = isHonest ? 1 : random.pick([0, 1, 3, 300])
    writeNumber(encoder, client)
    writeNumber(encoder, isHonest ? ranges : oddCount(random, ranges))
    for (let i = 0; i < ranges; i++) {
      const clock = random.below(Math.max(1, end))
      const length = Math.min(1 + random.below(4), Math.max(1, end - clock))
      writeNumber(encoder, clock)
      writeNumber(encoder, isHonest ? length : random.pick([length, 0, 2 ** 31, 2 ** 53 - 1 - clock]))
    }
  }
}

function oddCount(random: Random, count: number): number {
  return random.pick([count, count + 1, Math.max(0, count - 1), 0, 2 ** 20, 2 ** 32, 2 ** 53 - 1])
}

/** Whatever it is, as the format writes whole numbers that are not negative. */
function writeNumber(encoder: Encoder, number: number): void {
  writeVarUint(encoder, Math.min(Math.max(0, Math.floor(number)), 2 ** 53 - 1))
}

function anyClient(random: Random, { doc, clientId }: DocumentView): number {
  if (random.chance(0.3)) return clientId
  const clients = [...doc.store.clients.keys()]
  if (random.chance(0.9) && clients.length > 0) return random.pick(clients)
  return random.pick([0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, random.below(2 ** 32)])
}

function anyItem(random: Random, doc: Y.Doc): Y.Item | null {
  const clients = [...doc.store.clients.values()]
  if (clients.length === 0) return null
  const struct = random.pick(random.pick(clients))
  return struct instanceof Y.Item ? struct : null
}

function anyId(random: Random, { doc }: DocumentView): Id | null {
  const item = random.chance(0.8) ? anyItem(random, doc) : null
  return item === null ? null : { client: item.id.client, clock: item.id.clock + random.below(item.length) }
}

function oddReference(random: Random, view: DocumentView, self: Id): Id {
  return random.pick<() => Id>([
    () => self,
    () => ({ client: self.client, clock: self.clock + 1 + random.below(5) }),
    () => ({ client: anyClient(random, view), clock: random.below(2 ** 31) }),
    () => ({ client: anyClient(random, view), clock: 0 }),
    () => ({ client: random.below(2 ** 32), clock: 0 }),
    () => ({ client: 2 ** 53 - 1, clock: 2 ** 53 - 1 }),
    () => anyId(random, view) ?? self,
  ])()
}

/** A member's awareness: of itself, of others, of many, with states of any kind. */
export function awarenessFrame(random: Random, view: DocumentView): Frame {
  const encoder = createEncoder()
  const kind = random.pick(['honest', 'honest', 'odd', 'odd', 'mutated', 'huge'] as const)
  const count = kind === 'odd' ? random.pick([0, 1, 1, 2, 1000]) : 1
  writeNumber(encoder, kind === 'odd' && random.chance(0.2) ? oddCount(random, count) : count)
  for (let i = 0; i < count; i++) {
    writeNumber(encoder, kind === 'odd' ? anyClient(random, view) : view.clientId)
    writeNumber(encoder, kind === 'odd' ? oddNumber(random) : random.below(1000))
    writeVarString(
      encoder,
      kind === 'odd' ? oddState(random) : kind === 'huge' ? state(random, 3000) : state(random, 0),
    )
  }
  const honest = toUint8Array(encoder)
  const update = kind === 'mutated' ? mutated(random, honest) : honest
  const message = eventMessages('awareness', [{ document: view.document, update }], null)
  return { layer: 'awareness', depth: 'member', what: kind, bytes: message }
}

function state(random: Random, padding: number): string {
  const position = (): unknown => ({
    type: null,
    tname: TEXT_NAME,
    item: { client: random.below(2 ** 32), clock: random.below(100) },
    assoc: 0,
    ...(padding > 0 && { padding: 'x'.repeat(padding) }),
  })
  return JSON.stringify({
    cursor: { anchor: position(), head: position() },
    user: { id: 'somebody else', name: 'Mallory' },
  })
}

function oddState(random: Random): string {
  return random.pick([
    () => 'null',
    () => '{}',
    () => '{"cursor":{"anchor":{},"head":{}}}',
    () => '{"cursor":{"anchor":{"__proto__":{"x":1}},"head":{"item":{"client":-1,"clock":1e99}}}}',
    () => '{"cursor":{"anchor":{"type":{"client":1,"clock":2}},"head":{"item":"x","assoc":"y"}}}',
    () => '{"cursor":[1,2]}',
    () => `{"cursor":${'['.repeat(500)}${']'.repeat(500)}}`,
    () => `{"cursor":{"anchor":${'{"a":'.repeat(300)}1${'}'.repeat(300)},"head":{}}}`,
    () => '1e999',
    () => JSON.stringify(oddString(random)),
    () => oddString(random),
  ])()
}
