import * as Y from 'yjs'
import { beforeEach, describe, expect, it } from 'vitest'
import { Measures } from '../../load/bench/measures.ts'
import { RoomLedger } from '../../load/bench/room-ledger.ts'
import { type TypedRoom, textOf, typeRoom } from '../../load/bench/typed-updates.ts'

const EDITORS = 3
const EACH = 4

let room: TypedRoom
let measures: Measures
let ledger: RoomLedger

beforeEach(() => {
  room = typeRoom(7, EDITORS, EACH)
  measures = new Measures()
  ledger = new RoomLedger(room, measures)
})

const update = (editor: number, number: number): Uint8Array => room.updates[editor]?.[number] ?? new Uint8Array()

describe('the ledger of a room', () => {
  it('knows when everybody has what all begin with', () => {
    ledger.arrived(0, room.seed, 1)
    ledger.arrived(1, room.seed, 1)
    expect(ledger.isSeeded).toBe(false)
    ledger.arrived(2, room.seed, 1)
    expect(ledger.isSeeded).toBe(true)
  })

  it('misses what was sent until it is at every other editor', () => {
    ledger.sent(0, 0, 10)
    expect(ledger.missing()).toBe(2)
    ledger.arrived(1, update(0, 0), 12)
    expect(ledger.missing()).toBe(1)
    ledger.arrived(2, update(0, 0), 13)
    expect([ledger.missing(), measures.allDelivered, measures.duplicated]).toEqual([0, 2, 0])
  })

  it('counts each of several updates that were merged into one', () => {
    for (let number = 0; number < EACH; number++) ledger.sent(1, number, 10)
    ledger.sent(0, 0, 10)
    const merged = Y.mergeUpdates([...(room.updates[1] ?? []), update(0, 0)])
    ledger.arrived(2, merged, 20)
    expect(measures.allDelivered).toBe(EACH + 1)
    ledger.arrived(0, merged, 20)
    ledger.arrived(1, merged, 20)
    expect([ledger.missing(), measures.echoes]).toEqual([0, 1 + EACH])
  })

  it('notices what comes twice, and what nobody sent', () => {
    ledger.sent(0, 1, 10)
    ledger.arrived(1, update(0, 1), 12)
    ledger.arrived(1, update(0, 1), 13)
    expect(measures.duplicated).toBe(1)
    const foreign = typeRoom(8, EDITORS, EACH).updates[0]?.[0] ?? new Uint8Array()
    expect(() => ledger.arrived(1, foreign, 14)).toThrow(/nobody sent/)
  })

  it('tells what is not acknowledged', () => {
    ledger.sent(2, 0, 10)
    ledger.sent(2, 1, 11)
    ledger.acknowledged(2, 0, 12)
    expect(ledger.unacknowledged()).toBe(1)
  })

  it('counts deliveries that arrive in the stretch, and times what was sent in it', () => {
    measures.open(100)
    measures.close(200)
    for (const [number, at] of [50, 150, 199].entries()) ledger.sent(0, number, at)
    ledger.arrived(1, update(0, 0), 101)
    ledger.arrived(1, update(0, 1), 160)
    ledger.arrived(1, update(0, 2), 219)
    expect([measures.sentInside, measures.deliveredInside]).toEqual([2, 2])
    expect(measures.relay.percentiles()).toMatchObject({ p50: expect.closeTo(10, 0), max: 20 })
  })
})

describe('what is typed', () => {
  it('comes to one text in whatever order the editors’ updates arrive', () => {
    const all = room.updates.flat()
    const text = textOf([room.seed, ...all])
    expect(text).toHaveLength(room.seedLength + EDITORS * EACH)
    expect(textOf([room.seed, ...room.updates.toReversed().flat()])).toBe(text)
    expect(text).toContain('lazy dog.abcd\n')
  })
})
