import { createEncoder, toUint8Array, writeUint8, writeVarString, writeVarUint } from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type KnownClocks, judge } from '../../../../server/rooms/gate.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { handmadeUpdate } from '../../../support/handmade-update.ts'
import { MAX_UPDATE_BYTES, MAX_UPDATE_PARTS } from '../../../../shared/protocol/limits.ts'

/** The log as the gate sees it: judges like a room and remembers what passed. */
class Log {
  readonly known = new Map<number, number>()

  submit(update: Uint8Array, ...owned: number[]) {
    const verdict = judge(update, this.known, new Set(owned))
    if (verdict.ok) for (const { client, clock } of verdict.advances) this.known.set(client, clock)
    return verdict
  }
}

const nothing: KnownClocks = new Map()

function docOf(clientID: number): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = clientID
  return doc
}

function updatesOf(doc: Y.Doc, change: (text: Y.Text) => void): Uint8Array[] {
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array) => updates.push(update)
  doc.on('update', collect)
  change(doc.getText(TEXT_NAME))
  doc.off('update', collect)
  return updates
}

/** Writes a V1 update by hand, so that a test can say what no client writes. */
function handmade(
  groups: readonly { client: number; clock: number; structs: readonly (() => void)[]; count?: number }[],
  deletes: readonly { client: number; ranges: readonly [number, number][] }[] = [],
  encoder = createEncoder(),
): Uint8Array {
  current = encoder
  writeVarUint(encoder, groups.length)
  for (const { client, clock, structs, count } of groups) {
    writeVarUint(encoder, count ?? structs.length)
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    for (const write of structs) write()
  }
  writeVarUint(encoder, deletes.length)
  for (const { client, ranges } of deletes) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, ranges.length)
    for (const [clock, length] of ranges) {
      writeVarUint(encoder, clock)
      writeVarUint(encoder, length)
    }
  }
  return toUint8Array(encoder)
}

let current = createEncoder()

const first =
  (text: string, parent = TEXT_NAME) =>
  () => {
    writeUint8(current, 4)
    writeVarUint(current, 1)
    writeVarString(current, parent)
    writeVarString(current, text)
  }
const after = (client: number, clock: number, text: string) => () => {
  writeUint8(current, 0x84)
  writeVarUint(current, client)
  writeVarUint(current, clock)
  writeVarString(current, text)
}
const deleted = (length: number) => () => {
  writeUint8(current, 1)
  writeVarUint(current, 1)
  writeVarString(current, TEXT_NAME)
  writeVarUint(current, length)
}
const kind = (info: number) => () => {
  writeUint8(current, info)
  writeVarUint(current, 1)
}

describe('what honest clients send', () => {
  it('is accepted keystroke by keystroke, deletions and undo included', () => {
    const doc = docOf(7)
    const undo = new Y.UndoManager(doc.getText(TEXT_NAME), { captureTimeout: 0 })
    const updates = updatesOf(doc, (text) => {
      for (const letter of 'hello 👋') text.insert(text.length, letter)
      text.delete(1, 3)
      undo.undo()
      undo.redo()
      undo.undo()
    })
    const log = new Log()
    for (const update of updates) expect(log.submit(update, 7)).toMatchObject({ ok: true, stores: true })
    expect(log.known.get(7)).toBe(Y.getState(doc.store, 7))
  })

  it('is accepted when it was typed and deleted before it was sent', () => {
    const doc = docOf(1)
    doc.getText(TEXT_NAME).insert(0, 'gone before anybody saw it')
    doc.getText(TEXT_NAME).delete(0, 26)
    expect(new Log().submit(Y.encodeStateAsUpdate(doc), 1)).toMatchObject({ ok: true, stores: true })
  })

  it('is accepted and stores nothing when it is an empty difference', () => {
    expect(new Log().submit(Y.encodeStateAsUpdate(new Y.Doc()))).toMatchObject({
      ok: true,
      stores: false,
      advances: [],
    })
  })

  it('is accepted again when it is sent again', () => {
    const doc = docOf(3)
    const [update] = updatesOf(doc, (text) => text.insert(0, 'once'))
    const log = new Log()
    log.submit(update!, 3)
    expect(log.submit(update!, 3)).toMatchObject({ ok: true, stores: false, advances: [] })
  })

  it('is accepted as one update of several clients that refer to each other', () => {
    const [one, two] = [docOf(1), docOf(2)]
    one.getText(TEXT_NAME).insert(0, 'ab')
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    two.getText(TEXT_NAME).insert(1, 'XY')
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
    one.getText(TEXT_NAME).insert(2, '-')
    expect(new Log().submit(Y.encodeStateAsUpdate(one), 1, 2)).toMatchObject({ ok: true })
  })
})

describe('what builds on something the log lacks', () => {
  it('is answered resync when a clock is skipped', () => {
    const [, second] = updatesOf(docOf(5), (text) => {
      text.insert(0, 'a')
      text.insert(1, 'b')
    })
    expect(new Log().submit(second!, 5)).toEqual({ ok: false, code: 'resync' })
  })

  it('is answered resync when an origin is unknown', () => {
    expect(judge(handmade([{ client: 5, clock: 0, structs: [after(9, 3, 'x')] }]), nothing, new Set([5]))).toEqual({
      ok: false,
      code: 'resync',
    })
  })

  it('is answered resync when it deletes what is not there', () => {
    expect(judge(handmade([], [{ client: 9, ranges: [[0, 1]] }]), nothing, new Set([5]))).toEqual({
      ok: false,
      code: 'resync',
    })
  })
})

describe('what is not the sender’s', () => {
  it('is refused when it continues somebody else’s clientID', () => {
    const [update] = updatesOf(docOf(5), (text) => text.insert(0, 'a'))
    expect(new Log().submit(update!, 6)).toEqual({ ok: false, code: 'foreign-client' })
  })

  it('is ignored when the log holds it already', () => {
    const [update] = updatesOf(docOf(5), (text) => text.insert(0, 'a'))
    const log = new Log()
    log.submit(update!, 5)
    expect(log.submit(update!, 6)).toMatchObject({ ok: true, stores: false, advances: [] })
  })
})

describe('what no client makes', () => {
  const refused = (update: Uint8Array, known: KnownClocks = nothing) =>
    expect(judge(update, known, new Set([1, 2, 3]))).toEqual({ ok: false, code: 'malformed-update' })

  it('is refused when bytes are missing at the end, wherever it is cut', () => {
    const whole = handmade([{ client: 1, clock: 0, structs: [first('abc')] }], [{ client: 1, ranges: [[0, 1]] }])
    for (let length = 0; length < whole.length; length++) refused(whole.slice(0, length))
  })

  it('is refused when bytes follow the end', () => {
    const whole = handmade([{ client: 1, clock: 0, structs: [first('abc')] }])
    refused(new Uint8Array([...whole, 0]))
  })

  it('is refused when a string is not UTF-8', () => {
    const whole = handmade([{ client: 1, clock: 0, structs: [first('abc')] }])
    const at = whole.lastIndexOf('c'.charCodeAt(0))
    whole[at] = 0xff
    refused(whole)
  })

  it.each([
    ['GC', 0],
    ['JSON', 2],
    ['binary', 3],
    ['embed', 5],
    ['format', 6],
    ['type', 7],
    ['any', 8],
    ['subdocument', 9],
    ['skip', 10],
  ])('is refused with content of kind %s', (_name, info) => {
    refused(handmade([{ client: 1, clock: 0, structs: [kind(info)] }]))
  })

  it('is refused with a root other than the text', () =>
    refused(handmade([{ client: 1, clock: 0, structs: [first('a', 'other')] }])))

  it('is refused with an empty struct', () => {
    refused(handmade([{ client: 1, clock: 0, structs: [first('')] }]))
    refused(handmade([{ client: 1, clock: 0, structs: [deleted(0)] }]))
  })

  it('is refused with a client without structs', () => refused(handmade([{ client: 1, clock: 0, structs: [] }])))

  it('is refused with clients repeated or in ascending order', () => {
    const group = (client: number) => ({ client, clock: 0, structs: [first('a')] })
    refused(handmade([group(1), group(1)]))
    refused(handmade([group(1), group(2)]))
  })

  it('is refused with a clientID past 32 bits or a clock past 31', () => {
    refused(handmade([{ client: 2 ** 32, clock: 0, structs: [first('a')] }]))
    refused(handmade([{ client: 1, clock: 2 ** 31 - 1, structs: [first('a')] }]), new Map([[1, 2 ** 31 - 1]]))
    refused(handmade([{ client: 1, clock: 0, structs: [deleted(2 ** 31)] }]))
  })

  it('is refused with a struct that names itself or a later one as its origin', () => {
    refused(handmade([{ client: 1, clock: 0, structs: [after(1, 0, 'a')] }]))
    refused(handmade([{ client: 1, clock: 0, structs: [after(1, 1, 'a'), after(1, 0, 'b')] }]))
  })

  it('is refused with an insertion before and after the same character', () =>
    refused(handmadeUpdate(1, 1, [{ origin: [1, 0], rightOrigin: [1, 0], text: 'a' }]), new Map([[1, 1]])))

  it('is refused with two clients that wait for each other', () =>
    refused(
      handmade([
        { client: 2, clock: 0, structs: [after(1, 0, 'a')] },
        { client: 1, clock: 0, structs: [after(2, 0, 'b')] },
      ]),
    ))

  it('is refused with deletions of one client in two places', () =>
    refused(
      handmade(
        [{ client: 1, clock: 0, structs: [first('abc')] }],
        [
          { client: 1, ranges: [[0, 1]] },
          { client: 1, ranges: [[1, 1]] },
        ],
      ),
    ))

  it('is refused with deletions that overlap or go backwards', () => {
    const known = new Map([[1, 10]])
    refused(
      handmade(
        [],
        [
          {
            client: 1,
            ranges: [
              [0, 4],
              [3, 2],
            ],
          },
        ],
      ),
      known,
    )
    refused(
      handmade(
        [],
        [
          {
            client: 1,
            ranges: [
              [4, 2],
              [0, 2],
            ],
          },
        ],
      ),
      known,
    )
  })

  it('is refused with a client that deletes nothing', () => refused(handmade([], [{ client: 1, ranges: [] }])))

  it('is refused with an empty deletion', () => refused(handmade([], [{ client: 1, ranges: [[0, 0]] }])))

  it('is refused past the size limit and judged at it', () => {
    const overhead = handmade([{ client: 1, clock: 0, structs: [first('a'.repeat(1000))] }]).byteLength - 1000 + 1
    const atLimit = handmade([{ client: 1, clock: 0, structs: [first('a'.repeat(MAX_UPDATE_BYTES - overhead))] }])
    expect(atLimit.byteLength).toBe(MAX_UPDATE_BYTES)
    expect(judge(atLimit, nothing, new Set([1]))).toMatchObject({ ok: true })
    const past = handmade([{ client: 1, clock: 0, structs: [first('a'.repeat(MAX_UPDATE_BYTES - overhead + 1))] }])
    expect(judge(past, nothing, new Set([1]))).toEqual({ ok: false, code: 'too-large' })
  })
})

describe('its own cost', () => {
  it('is bounded by the parts of an update, whether structs or deletions: judged at the limit, refused past it', () => {
    const structs = (count: number) =>
      handmade([{ client: 1, clock: 0, structs: Array.from({ length: count }, () => first('a')) }])
    expect(judge(structs(MAX_UPDATE_PARTS), nothing, new Set([1]))).toMatchObject({ ok: true })
    expect(judge(structs(MAX_UPDATE_PARTS + 1), nothing, new Set([1]))).toEqual({ ok: false, code: 'too-large' })
    const deletions = (count: number) =>
      handmade([], [{ client: 1, ranges: Array.from({ length: count }, (_, i) => [2 * i, 1]) }])
    const known = new Map([[1, 4 * MAX_UPDATE_PARTS]])
    expect(judge(deletions(MAX_UPDATE_PARTS), known, new Set())).toMatchObject({ ok: true })
    expect(judge(deletions(MAX_UPDATE_PARTS + 1), known, new Set())).toEqual({ ok: false, code: 'too-large' })
  })

  it('ends at the first part past the limit, whatever count a header claims', () => {
    const claimed = handmade([
      { client: 1, clock: 0, count: 2 ** 40, structs: Array.from({ length: MAX_UPDATE_PARTS + 1 }, () => first('a')) },
    ])
    expect(judge(claimed, nothing, new Set([1]))).toEqual({ ok: false, code: 'too-large' })
  })

  it('visits each struct once, however its clients wait for each other', () => {
    // Client 2 waits for client 1 at every struct, and client 1 for client 2.
    const count = MAX_UPDATE_PARTS / 2
    const structs = (other: number, offset: number) =>
      Array.from({ length: count }, (_, i) => (i + offset === 0 ? first('a') : after(other, i + offset - 1, 'a')))
    const update = handmade([
      { client: 2, clock: 0, structs: structs(1, 1) },
      { client: 1, clock: 0, structs: structs(2, 0) },
    ])
    expect(judge(update, nothing, new Set([1, 2]))).toMatchObject({ ok: true })
  })
})

describe('what an update adds', () => {
  it('is counted in structs, and in those that do not follow the one before them', () => {
    const update = handmade([
      { client: 2, clock: 0, structs: [after(1, 0, 'x')] },
      { client: 1, clock: 0, structs: [first('ab'), after(1, 1, 'c'), after(1, 0, 'd')] },
    ])
    expect(judge(update, nothing, new Set([1, 2]))).toMatchObject({ adds: { structs: 4, jumps: 3 } })
  })

  it('counts what continues the log’s own end as well: others may have inserted right there', () => {
    const update = handmade([{ client: 1, clock: 2, structs: [after(1, 1, 'c'), after(1, 2, 'd')] }])
    expect(judge(update, new Map([[1, 2]]), new Set([1]))).toMatchObject({ adds: { structs: 2, jumps: 1 } })
  })

  it('counts both ends of a deletion, which cut what stands there', () => {
    const update = handmade(
      [],
      [
        {
          client: 1,
          ranges: [
            [1, 1],
            [3, 1],
          ],
        },
      ],
    )
    expect(judge(update, new Map([[1, 9]]), new Set())).toMatchObject({ adds: { structs: 4, jumps: 0 } })
  })

  it('is only what the log does not hold already', () => {
    const update = handmade([{ client: 1, clock: 0, structs: [first('ab'), after(1, 1, 'c'), after(1, 0, 'd')] }])
    expect(judge(update, new Map([[1, 3]]), new Set([1]))).toMatchObject({ adds: { structs: 1, jumps: 1 } })
  })
})
