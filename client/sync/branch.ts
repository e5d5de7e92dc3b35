import * as Y from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'
import type { JoinAnswer } from '../../shared/protocol/schemas.ts'
import { applyInSteps } from './apply-in-steps.ts'
import type { LocalEntry } from './local-copy.ts'
import { Burst, type BurstOptions } from './burst.ts'
import { Outbox, type OutboxOptions } from './outbox.ts'
import { Presence } from './presence.ts'
import type { Replica } from './session.ts'
import { insertedText } from './split-update.ts'
import { systemClock } from '../lib/clock.ts'

export type Joined = Extract<JoinAnswer, { ok: true }>

/** A Y.Doc and what lives and dies with it. */
export interface Branch extends Replica {
  readonly presence: Presence
  /** What is not in the outbox yet. */
  readonly burst: Burst
  readonly outbox: Outbox<LocalEntry>
  readonly release: () => void
}

export interface BranchOptions extends Omit<OutboxOptions<LocalEntry>, 'difference'>, BurstOptions {
  readonly sendAwareness: (update: Uint8Array) => void
  /** Any change. */
  readonly textChanged: () => void
}

export function growBranch(doc: Y.Doc, options: BranchOptions): Branch {
  const presence = new Presence(doc, options.clock ?? systemClock, options.sendAwareness)
  const burst = new Burst(options)
  const difference = (stateVector: Uint8Array): Uint8Array => {
    // What the server learns by that must be on this device before it learns that the server has it.
    burst.flush()
    return Y.encodeStateAsUpdate(doc, stateVector)
  }
  const outbox = new Outbox<LocalEntry>({ ...options, difference })
  const onUpdate = (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
    options.textChanged()
    if (local) burst.add(update, doc.clientID)
  }
  doc.on('update', onUpdate)
  const release = (): void => {
    doc.off('update', onUpdate)
    burst.stop()
    outbox.stop()
    presence.destroy()
  }
  return { doc, text: doc.getText(TEXT_NAME), awareness: presence.awareness, presence, burst, outbox, release }
}

/**
 * Brings what a join brought into an empty Y.Doc that nobody looks at yet, step by step. Comes to all that it holds then, as
 * one Yjs V1 update; to null when that failed half-way.
 */
export function* takeAnswer(doc: Y.Doc, { snapshot, updates }: Joined): Generator<undefined, Uint8Array | null> {
  try {
    if (snapshot !== undefined) yield* applyInSteps(doc, snapshot, 2, 'server')
    yield
    for (const update of splitFrames(updates)) {
      yield* applyInSteps(doc, update, 1, 'server')
      yield
    }
    return Y.encodeStateAsUpdate(doc)
  } catch {
    return null
  }
}

/** Applies what a join brought; false when that failed half-way. */
export function applyAnswer(doc: Y.Doc, { snapshot, updates }: Joined): boolean {
  try {
    if (snapshot !== undefined) Y.applyUpdateV2(doc, snapshot, 'server')
    return applyFrames(doc, updates)
  } catch {
    return false
  }
}

/** Applies framed updates as one change of the text, however many; never a local one. False when that failed half-way. */
export function applyFrames(doc: Y.Doc, frames: Uint8Array): boolean {
  try {
    const updates = splitFrames(frames)
    Y.transact(doc, () => updates.forEach((update) => Y.applyUpdate(doc, update, 'server')), 'server', false)
    return true
  } catch {
    return false
  }
}

/** What `doc` holds beyond an answer with everything, as one Yjs V1 update; null when it holds nothing more. */
export function lackedBy(answer: Joined, doc: Y.Doc): Uint8Array | null {
  const theirs = new Y.Doc()
  applyAnswer(theirs, answer)
  if (Y.equalSnapshots(Y.snapshot(theirs), Y.snapshot(doc))) return null
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(theirs))
}

/** True when updates wait for others that they refer to. */
export function isIncomplete(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null
}

/** The text that updates which wait for others would insert. */
export function waitingText(doc: Y.Doc): string {
  const waiting = doc.store.pendingStructs
  return waiting === null ? '' : insertedText(Y.convertUpdateFormatV2ToV1(waiting.update))
}

/** Whether somebody, besides `except`, has inserted something in `doc` that `other` has never held. */
export function holdsMore(doc: Y.Doc, other: Y.Doc, except: ReadonlySet<number> = new Set()): boolean {
  const others = Y.decodeStateVector(Y.encodeStateVector(other))
  const own = Y.decodeStateVector(Y.encodeStateVector(doc))
  return [...own].some(([client, clock]) => !except.has(client) && clock > (others.get(client) ?? 0))
}
