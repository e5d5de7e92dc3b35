import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/rooms/gate.ts'
import { type HonestUpdate, honestSession, traceTraffic } from '../support/honest-traffic.ts'
import { findTraces } from '../support/traces.ts'

/** Judges like a room that gets one update after the other. Throws at the first refusal. */
function judgeAll(log: readonly HonestUpdate[]): ReadonlyMap<number, number> {
  const known = new Map<number, number>()
  for (const [index, { update, owned }] of log.entries()) {
    const verdict = judge(update, known, owned)
    if (!verdict.ok) throw new Error(`update ${index} was refused: ${verdict.code}`)
    for (const { client, clock } of verdict.advances) known.set(client, clock)
  }
  return known
}

describe('the gate refuses nothing honest', () => {
  const traces = findTraces()

  it.each(traces)('of the trace $name', ({ trace }) => {
    const log = traceTraffic(trace)
    expect(judgeAll(log).size).toBe(trace.agents)
    const doc = new Y.Doc()
    doc.transact(() => {
      for (const { update } of log) Y.applyUpdate(doc, update)
    })
    expect(doc.getText('text').toString()).toBe(trace.endContent)
  })

  it('of 60 seeded sessions: tabs, undo, offline merges, reloads with unsent edits, large pastes, replace-all', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const log = honestSession(seed, 300)
      const known = judgeAll(log)
      const doc = new Y.Doc()
      for (const { update } of log) Y.applyUpdate(doc, update)
      expect({ seed, known }).toEqual({ seed, known: Y.decodeStateVector(Y.encodeStateVector(doc)) })
    }
  })
})
