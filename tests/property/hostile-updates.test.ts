import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/rooms/gate.ts'
import type { AuthoredUpdate, Mended } from '../../server/rooms/document-maker.ts'
import { makeSnapshot, tryUpdate } from '../../server/rooms/made-documents.ts'
import { mendDocument } from '../../server/rooms/mended-documents.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { type HandmadeStruct, type Id, handmadeUpdate } from '../support/handmade-update.ts'
import { honestSession } from '../support/honest-traffic.ts'
import { Random } from '../support/random.ts'

/** An honest session into which somebody mixes structs with origins that lie, in words that can be told from everybody else's. */
interface MixedLog {
  readonly rows: readonly AuthoredUpdate[]
  readonly honest: string
}

const LIAR = 'eve'
const LETTER = 'Ω'

function mixedLog(seed: number): MixedLog {
  const random = new Random(seed + 1_000_000)
  const clientId = random.below(2 ** 32)
  const known = new Map<number, number>()
  const rows: AuthoredUpdate[] = []
  const add = (actor: string, owned: ReadonlySet<number>, update: Uint8Array): void => {
    const verdict = judge(update, known, owned)
    if (!verdict.ok) throw new Error(`seed ${seed}: ${actor} was refused: ${verdict.code}`)
    for (const { client, clock } of verdict.advances) known.set(client, clock)
    rows.push({ sequence: rows.length + 1, actor, update })
  }
  const anyId = (): Id | null => {
    const [client, end] = random.pick([...known])
    return random.chance(0.25) ? null : [client, random.below(end)]
  }
  for (const { actor, owned, update } of honestSession(seed, 60)) {
    add(actor, owned, update)
    if (known.size === 0 || !random.chance(0.4)) continue
    const structs = Array.from({ length: 1 + random.below(4) }, () => lie(anyId(), anyId()))
    add(LIAR, new Set([clientId]), handmadeUpdate(clientId, known.get(clientId) ?? 0, structs))
  }
  return { rows, honest: lettersOf(loaded(rows).getText(TEXT_NAME).toString()) }
}

/** The gate sees for itself when both origins are the same. */
function lie(origin: Id | null, rightOrigin: Id | null): HandmadeStruct {
  const isSame = origin?.[0] === rightOrigin?.[0] && origin?.[1] === rightOrigin?.[1]
  return { origin, rightOrigin: isSame ? null : rightOrigin, text: LETTER }
}

function loaded(rows: readonly AuthoredUpdate[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => rows.forEach(({ update }) => Y.applyUpdate(doc, update)))
  return doc
}

/** Everything that is not the liar's, in order. */
function lettersOf(text: string): string {
  return text.replaceAll(LETTER, '')
}

function mendedOf(rows: readonly AuthoredUpdate[]): Mended {
  const mended = mendDocument(null, rows)
  if (mended === null) throw new Error('without a snapshot there is nothing that cannot be read')
  return mended
}

function textOf(snapshot: Uint8Array): string {
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, snapshot)
  return doc.getText(TEXT_NAME).toString()
}

describe('updates with lying origins that pass the gate', () => {
  it('leave a document that reads the same for those who were there and those who come: 300 seeds', () => {
    let mended = 0
    for (let seed = 1; seed <= 300; seed++) {
      const { rows, honest } = mixedLog(seed)
      const updates = rows.map(({ update }) => update)
      const answer = makeSnapshot(null, updates)
      if (answer.ok) {
        expect({ seed, text: textOf(answer.made.bytes) }).toEqual({
          seed,
          text: loaded(rows).getText(TEXT_NAME).toString(),
        })
        continue
      }
      mended++
      const { made, quarantined, suspects } = mendedOf(rows)
      // Nobody honest is blamed, nothing honest is missing, and what is left is sound.
      expect({ seed, text: lettersOf(textOf(made.bytes)) }).toEqual({ seed, text: honest })
      expect({ seed, suspects }).toEqual({ seed, suspects: [LIAR] })
      const blamed = new Set(quarantined.map(({ sequence }) => rows[sequence - 1]?.actor))
      expect({ seed, blamed: [...blamed] }).toEqual({ seed, blamed: [LIAR] })
      expect(makeSnapshot(made.bytes, [])).toMatchObject({ ok: true })
    }
    // Else the generator lies too little to show anything.
    expect(mended).toBeGreaterThan(25)
  })

  it('are found though the text reads alike again: it need not for somebody who was typing when they came', () => {
    const [before, typed] = [handmadeUpdate(1, 0, [{ origin: null, rightOrigin: null, text: 'ab' }]), 2]
    const forged = handmadeUpdate(typed, 0, [{ origin: [1, 1], rightOrigin: [1, 0], text: LETTER }])
    expect(makeSnapshot(null, [before, forged])).toMatchObject({ ok: false })
    const honest = handmadeUpdate(typed, 0, [{ origin: [1, 0], rightOrigin: [1, 1], text: LETTER }])
    expect(makeSnapshot(null, [before, honest])).toMatchObject({ ok: true })
  })

  it('are found when they are tried first, and nothing honest is: 50 seeds', () => {
    let refused = 0
    for (let seed = 1; seed <= 50; seed++) {
      const kept: Uint8Array[] = []
      let isRefused = false
      for (const { actor, update } of mixedLog(seed).rows) {
        // What continues a refused update would be refused by the gate.
        if (actor === LIAR && isRefused) continue
        const answer = tryUpdate(null, kept, update)
        if (answer === 'sound') kept.push(update)
        else {
          expect({ seed, actor, answer }).toEqual({ seed, actor: LIAR, answer: 'forged' })
          refused++
          isRefused = true
        }
      }
      expect(makeSnapshot(null, kept)).toMatchObject({ ok: true })
    }
    expect(refused).toBeGreaterThan(25)
  })
})

describe('honest updates', () => {
  it('are never taken for forged ones: 20 seeds', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rows = honestSession(seed, 200).map(({ actor, update }, index) => ({ sequence: index + 1, actor, update }))
      const { made, quarantined, suspects } = mendedOf(rows)
      expect({ seed, quarantined, suspects }).toEqual({ seed, quarantined: [], suspects: [] })
      expect(textOf(made.bytes)).toBe(loaded(rows).getText(TEXT_NAME).toString())
    }
  })
})
