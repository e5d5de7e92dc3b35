import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../../../server/rooms/gate.ts'
import { StepMeter, TooManySteps } from '../../../../server/rooms/integration-steps.ts'
import { worstSteps } from '../../../../server/rooms/room-state.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { costlyStructs, handmadeUpdate } from '../../../support/handmade-update.ts'
import { honestSession } from '../../../support/honest-traffic.ts'

function apply(updates: readonly Uint8Array[], meter: StepMeter): Y.Doc {
  const doc = new Y.Doc()
  meter.run(() => doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update))))
  return doc
}

const counting = (limit = Infinity) => new StepMeter({ limit, past: 'throw' })

describe('counting the steps of an update', () => {
  it('changes nothing about what Yjs makes of it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const updates = honestSession(seed, 150).map(({ update }) => update)
      const plain = new Y.Doc()
      plain.transact(() => updates.forEach((update) => Y.applyUpdate(plain, update)))
      const counted = apply([...updates, ...updates], counting())
      expect({ seed, state: Y.encodeStateAsUpdate(counted) }).toEqual({ seed, state: Y.encodeStateAsUpdate(plain) })
    }
    const costly = handmadeUpdate(1, 0, costlyStructs(1, 200))
    expect(apply([costly], counting()).getText(TEXT_NAME).toString()).toBe(
      apply([costly], new StepMeter({ limit: Infinity, past: 'place' }))
        .getText(TEXT_NAME)
        .toString(),
    )
  })

  it('finds none where people type one after the other, and as many as there are where somebody forces them', () => {
    const typed = counting()
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let i = 0; i < 500; i++) doc.getText(TEXT_NAME).insert((i * 7919) % (i + 1), 'x')
    apply(updates, typed)
    expect(typed.steps).toBe(0)
    const forced = counting()
    apply([handmadeUpdate(1, 0, costlyStructs(1, 1000))], forced)
    expect(forced.steps).toBe(999_000)
  })

  it('are never more than its jumps times the structs before them, in whatever updates they come', () => {
    const [right, middle, first] = [1, 2, 1000]
    const [chains, length] = [30, 400]
    const letters = Array.from({ length: chains }, (_, at) => first + at)
    const cut = new Y.Doc()
    const updates = [
      handmadeUpdate(right, 0, [{ text: '|' }]),
      ...letters.map((client, at) =>
        handmadeUpdate(client, 0, [{ origin: at === 0 ? null : [client - 1, 0], rightOrigin: [right, 0], text: 'x' }]),
      ),
      handmadeUpdate(middle, 0, [
        { origin: [first + chains - 1, 0], rightOrigin: [right, 0], text: 'y'.repeat(length) },
      ]),
    ]
    for (const update of updates) Y.applyUpdate(cut, update)
    cut.on('update', (update: Uint8Array) => updates.push(update))
    for (let at = length; at > 0; at -= 2) cut.getText(TEXT_NAME).delete(chains + at - 1, 1)
    // Each continues its own letter, past everything that the others put between that and the end.
    updates.push(...letters.map((client) => handmadeUpdate(client, 1, [{ origin: [client, 0], text: 'z' }])))

    const known = new Map<number, number>()
    const size = { bytes: 0, structs: 0 }
    const doc = new Y.Doc()
    const meter = counting()
    for (const update of updates) {
      const verdict = judge(update, known, { has: () => true })
      if (!verdict.ok) throw new Error(verdict.code)
      const before = meter.steps
      meter.run(() => Y.applyUpdate(doc, update))
      expect(meter.steps - before).toBeLessThanOrEqual(worstSteps(verdict.adds, size))
      for (const { client, clock } of verdict.advances) known.set(client, clock)
      size.structs += verdict.adds.structs
    }
    expect(meter.steps).toBeGreaterThan(chains * length)
  })

  it('is the same for the part of an update that is new, when another part is known', () => {
    const structs = costlyStructs(1, 100)
    const whole = counting()
    apply([handmadeUpdate(1, 0, structs)], whole)
    const overlapping = counting()
    apply([handmadeUpdate(1, 0, structs.slice(0, 150)), handmadeUpdate(1, 0, structs)], overlapping)
    expect(overlapping.steps).toBe(whole.steps)
  })

  it('stops at the limit, or from there on puts insertions after their origins', () => {
    const costly = handmadeUpdate(1, 0, costlyStructs(1, 300))
    expect(() => apply([costly], counting(1000))).toThrow(TooManySteps)
    const placing = new StepMeter({ limit: 1000, past: 'place' })
    expect(apply([costly], placing).getText(TEXT_NAME).toString()).toHaveLength(600)
    expect(placing.steps).toBe(1000)
  })

  it('ends with the work, also when that throws', () => {
    const integrate = Reflect.get(Y.Item.prototype, 'integrate')
    expect(() => counting().run(() => Y.applyUpdate(new Y.Doc(), new Uint8Array([1])))).toThrow()
    expect(Reflect.get(Y.Item.prototype, 'integrate')).toBe(integrate)
  })
})
