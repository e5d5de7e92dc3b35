import * as Y from 'yjs'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { reactionOf } from '../../shared/protocol/reactions.ts'
import { MAX_TRANSACTION_BYTES, MAX_UPDATE_BYTES, MAX_UPDATE_PARTS } from '../../shared/protocol/limits.ts'
import type { UpdateAnswer } from '../../shared/protocol/schemas.ts'
import { retryDelayMs } from '../lib/backoff.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { Patience } from './patience.ts'
import { hasMoreParts, splitUpdate } from './split-update.ts'

/** Bounds the work of merging one message, which grows faster than the number of updates in it. */
const MAX_UPDATES_PER_MESSAGE = 500

/** In a row, for one message. A server whose commits fail may ask a few times; then something is wrong with the message. */
const MAX_RESYNCS = 10

/** One local update; its owner may add fields of its own. */
export interface OutboxEntry {
  /** Yjs V1. */
  readonly update: Uint8Array
  /** Of the Y.Doc that made it. */
  readonly clientId: number
}

/** A place in the document's log, within the epoch. */
type OutboxPlace = Pick<Extract<UpdateAnswer, { ok: true }>, 'sequence' | 'mark'>

export interface OutboxOptions<Entry extends OutboxEntry> {
  /** Sends one update and calls `answered` once, while the answer arrives; `not-joined` when there is none. */
  readonly send: (update: Uint8Array, answered: (answer: UpdateAnswer) => void) => void
  /** What a holder of `stateVector` lacks, as a Yjs V1 update: `Y.encodeStateAsUpdate(doc, stateVector)`. */
  readonly difference: (stateVector: Uint8Array) => Uint8Array
  /** The server has stored these, at or before `place`; none of them while it has only a part of the next one. */
  readonly acknowledged: (entries: readonly Entry[], place: OutboxPlace) => void
  /** The outbox has stopped, with everything unacknowledged still in it, and its owner has to act. */
  readonly refused: (code: ErrorCode, reaction: 'rejoin' | 'set-aside' | 'stop') => void
  /** `size` or `trouble` may have changed. */
  readonly changed?: () => void
  readonly clock?: Clock
  readonly random?: () => number
}

type Refused = Extract<UpdateAnswer, { ok: false }>

interface Message<Entry> {
  readonly entries: readonly Entry[]
  /** Sent one after the other; the entries are acknowledged with the last. */
  pieces: readonly Uint8Array[]
  answered: number
  /** The state vector from which the server asked for the difference that took its place; null until then. */
  resyncedFrom: Uint8Array | null
  resyncs: number
}

/**
 * The local updates that the server has not acknowledged, in order. One message is in flight while the next gathers: the
 * server's commit is the window, so that a burst costs few messages and a single key press waits for nothing.
 */
export class Outbox<Entry extends OutboxEntry> {
  readonly #options: OutboxOptions<Entry>
  readonly #clock: Clock
  readonly #random: () => number
  #waiting: Entry[] = []
  #inFlight: Message<Entry> | null = null
  #started = false
  /** Raised by every stop, so that an answer to something sent before it is not taken for one to its successor. */
  #generation = 0
  #refusals = 0
  readonly #patience: Patience
  #trouble: ErrorCode | null = null
  #cancelRetry: (() => void) | null = null

  constructor(options: OutboxOptions<Entry>) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? Math.random
    this.#patience = new Patience(this.#clock)
  }

  /** Updates not acknowledged yet. */
  get size(): number {
    return this.#waiting.length
  }

  get entries(): readonly Entry[] {
    return this.#waiting
  }

  /** Why the server would not take the update that is being tried again; null when all is well. */
  get trouble(): ErrorCode | null {
    return this.#trouble
  }

  add(entry: Entry): void {
    this.#waiting.push(entry)
    this.#options.changed?.()
    this.#sendNext()
  }

  /** Sends everything that waits, again if need be: after every answered join. */
  start(): void {
    if (this.#started) return
    this.#started = true
    this.#sendNext()
  }

  /** The document is not joined any more. What is in flight counts as not acknowledged. */
  stop(): void {
    this.#started = false
    this.#generation += 1
    this.#inFlight = null
    this.#trouble = null
    this.#cancelRetry?.()
    this.#cancelRetry = null
  }

  /** Tries a refused update now instead of at the next back-off. */
  retryNow(): void {
    if (this.#cancelRetry === null) return
    this.#cancelRetry()
    this.#sendAgain()
  }

  #sendNext(): void {
    if (!this.#started || this.#inFlight !== null || this.#waiting.length === 0) return
    const entries = this.#gather()
    const update = attempt(() => Y.mergeUpdates(entries.map((entry) => entry.update)))
    this.#sendMessage({ entries, pieces: [], answered: 0, resyncedFrom: null, resyncs: 0 }, update)
  }

  /**
   * The oldest waiting updates of one Y.Doc (only those may be merged), as many as one message should hold. Where one is
   * missing between two, which another tab sent meanwhile, a message ends: merging them would leave a hole.
   */
  #gather(): Entry[] {
    const entries: Entry[] = []
    let bytes = 0
    let end = 0
    for (const entry of this.#waiting) {
      const clocks = clocksOf(entry)
      bytes += entry.update.byteLength
      const fits = bytes <= MAX_TRANSACTION_BYTES && entries.length < MAX_UPDATES_PER_MESSAGE
      const continues = entry.clientId === entries[0]?.clientId && (clocks === null || end === 0 || clocks.from <= end)
      if (entries.length > 0 && !(fits && continues)) break
      entries.push(entry)
      end = Math.max(end, clocks?.to ?? 0)
    }
    return entries
  }

  #sendMessage(message: Message<Entry>, update: Uint8Array | null): void {
    const pieces = update && attempt(() => inPieces(update))
    if (pieces === null) {
      this.#giveUp(update === null ? 'malformed-update' : 'too-large', 'set-aside')
      return
    }
    message.pieces = pieces
    message.answered = 0
    this.#inFlight = message
    this.#sendPiece()
  }

  #sendPiece(): void {
    const piece = this.#inFlight?.pieces[this.#inFlight.answered]
    if (piece === undefined) return
    const generation = this.#generation
    this.#options.send(piece, (answer) => {
      if (generation === this.#generation) this.#receive(answer)
    })
  }

  #receive(answer: UpdateAnswer): void {
    const message = this.#inFlight
    if (message === null) return
    if (!answer.ok) {
      this.#react(message, answer)
      return
    }
    this.#refusals = 0
    this.#trouble = null
    this.#patience.reset()
    message.answered += 1
    if (message.answered < message.pieces.length) {
      this.#options.acknowledged([], answer)
      this.#sendPiece()
      return
    }
    this.#inFlight = null
    this.#waiting.splice(0, message.entries.length)
    this.#options.acknowledged(message.entries, answer)
    this.#options.changed?.()
    this.#sendNext()
  }

  #react(message: Message<Entry>, { code, retryAfterMs, stateVector }: Refused): void {
    if (code === 'resync' && stateVector !== undefined) {
      // What a server lacks that has just said what it holds. It may hold less than it said, when a commit failed that others'
      // edits were in: then it says something else, and is given that.
      message.resyncs += 1
      const isSame = message.resyncedFrom !== null && String(message.resyncedFrom) === String(stateVector)
      if (isSame || message.resyncs > MAX_RESYNCS) {
        this.#giveUp('malformed-update', 'set-aside')
        return
      }
      message.resyncedFrom = stateVector
      this.#sendMessage(
        message,
        attempt(() => this.#options.difference(stateVector)),
      )
      return
    }
    const reaction = reactionOf(code)
    // A broken protocol changes nothing either: the edit is kept, and tried again at the pace of a server in trouble.
    if (reaction === 'retry' || reaction === 'bug') this.#retryLater(code, retryAfterMs)
    else this.#giveUp(code, reaction)
  }

  #retryLater(code: ErrorCode, retryAfterMs: number | undefined): void {
    const delayMs = retryDelayMs(retryAfterMs, this.#refusals, this.#random())
    this.#trouble = this.#patience.troubleOf(code, delayMs)
    this.#cancelRetry = this.#clock.after(delayMs, () => this.#sendAgain())
    this.#refusals += 1
    this.#options.changed?.()
  }

  /** What gathered meanwhile goes along, unless the server has a part of the message, or asked for just that. */
  #sendAgain(): void {
    this.#cancelRetry = null
    const message = this.#inFlight
    if (message === null) return
    if (message.pieces.length > 1 || message.resyncedFrom !== null) {
      this.#sendPiece()
      return
    }
    this.#inFlight = null
    this.#sendNext()
  }

  #giveUp(code: ErrorCode, reaction: 'rejoin' | 'set-aside' | 'stop'): void {
    this.stop()
    this.#options.refused(code, reaction)
  }
}

/** The update as messages that the server takes, to be sent in this order; null when it cannot be cut so. */
function inPieces(update: Uint8Array): readonly Uint8Array[] | null {
  const fits = update.byteLength <= MAX_UPDATE_BYTES && !hasMoreParts(update, MAX_UPDATE_PARTS)
  return fits ? [update] : splitUpdate(update, MAX_TRANSACTION_BYTES, MAX_UPDATE_PARTS)
}

/** What an update inserts, as clocks of its own clientID; null when it only deletes, or cannot be read. */
function clocksOf({ update, clientId }: OutboxEntry): { readonly from: number; readonly to: number } | null {
  const meta = attempt(() => Y.parseUpdateMeta(update))
  const [from, to] = [meta?.from.get(clientId), meta?.to.get(clientId)]
  return from === undefined || to === undefined ? null : { from, to }
}

/** Yjs throws on bytes that are no update; those are never sent. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work()
  } catch {
    return null
  }
}
