import { effect } from '@preact/signals-core'
import * as Y from 'yjs'
import { DocumentSession } from '../../../client/sync/document-session.ts'
import type { MemoryCache } from '../../../client/sync/memory-cache.ts'
import type { Replica } from '../../../client/sync/session.ts'
import type { Clock } from '../../../client/lib/clock.ts'
import type { Random } from '../random.ts'
import type { LogMirror } from './log-mirror.ts'
import type { Marks } from './marks.ts'
import { SimulatedCache } from './simulated-cache.ts'
import type { SimulatedWire } from './simulated-wire.ts'

export interface TabOptions {
  readonly name: string
  readonly document: string
  readonly key: string
  readonly kind: 'blank' | 'open' | 'waiting'
  /** The browser's, shared by its tabs. */
  readonly kept: MemoryCache
  readonly owner: string
  readonly wire: SimulatedWire
  readonly clock: Clock
  readonly random: Random
  readonly mirror: LogMirror
  readonly marks: Marks
  /** It may hold what the server was put back behind. */
  readonly isUninformed: boolean
  readonly bug: (error: unknown) => void
}

/** One page with the document open: a real session, somebody who types, and a watch on everything it says and shows. */
export class Tab {
  readonly name: string
  readonly wire: SimulatedWire
  readonly cache: SimulatedCache
  readonly session: DocumentSession
  readonly kind: TabOptions['kind']
  readonly #options: TabOptions
  readonly #stopWatching: () => void
  readonly #typed = new Set<string>()
  /** Who waits for the next frame. */
  readonly #frame = new Set<() => void>()
  #undo: Y.UndoManager | null = null
  #revision = 0
  #checked = -1
  /** Before so many joins this page cannot know that the server was put back to an earlier state. */
  #informedFrom = 0
  isOpen = true

  constructor(options: TabOptions) {
    const { name, document, key, kind, wire, clock, random } = options
    this.name = name
    this.kind = kind
    this.wire = wire
    this.#options = options
    this.cache = new SimulatedCache(options.kept)
    if (options.isUninformed) this.isUninformed()
    const chance = (): number => random.next()
    this.session = new DocumentSession({
      document,
      key,
      kind,
      connection: wire,
      cache: this.cache,
      name: options.owner,
      clock,
      nextFrame: (callback) => {
        // Each time one of its own, so that a cancellation is of that alone.
        const waiting = (): void => callback()
        this.#frame.add(waiting)
        return () => this.#frame.delete(waiting)
      },
      // A page that works so slowly that it comes to a frame after every step.
      sliceMs: random.chance(0.3) ? 0 : 1,
      random: chance,
    })
    const stopReplica = effect(() => {
      const replica = this.session.replica.value
      if (replica !== null) this.#watch(replica)
    })
    const stopStatus = effect(() => {
      void this.session.status.value
      this.check()
    })
    this.#stopWatching = () => {
      stopStatus()
      stopReplica()
    }
  }

  get awaitsFrame(): boolean {
    return this.#frame.size > 0
  }

  drawFrame(): void {
    const waiting = [...this.#frame]
    this.#frame.clear()
    for (const callback of waiting) callback()
  }

  get replica(): Replica | null {
    return this.session.replica.peek()
  }

  get text(): string {
    return this.replica?.text.toString() ?? ''
  }

  /** The server was put back to an earlier state: this page learns of it when it joins. */
  isUninformed(): void {
    this.#informedFrom = this.wire.joins + 1
  }

  /** What the page says must be true at any moment it says so. */
  check(): void {
    if (this.wire.joins < this.#informedFrom) return
    const { mirror, marks, bug } = this.#options
    const status = this.session.status.peek()
    if ('kept' in status && status.kept) marks.assure(this.#typed)
    if (status.name !== 'saved') return
    marks.assure(this.#typed)
    if (this.#checked === this.#revision || this.replica === null) return
    this.#checked = this.#revision
    if (!mirror.contains(Y.encodeStateAsUpdate(this.replica.doc)))
      bug(new Error(`${this.name} says saved and holds what the log does not`))
  }

  type(text: string, random: Random): void {
    if (this.replica === null) return
    const mark = this.#options.marks.mint()
    const at = pointBoundary(this.text, random.below(this.text.length + 1))
    this.#edit(mark, ({ text: shared }) => shared.insert(at, mark + text))
    this.#typed.add(mark)
    this.check()
  }

  delete(length: number, random: Random): void {
    const { text } = this
    const from = pointBoundary(text, random.below(text.length + 1))
    const to = pointBoundary(text, Math.min(text.length, from + length))
    if (to > from) this.#edit(null, ({ text: shared }) => shared.delete(from, to - from))
  }

  undo(): void {
    this.#edit(null, () => void this.#undo?.undo())
  }

  redo(): void {
    this.#edit(null, () => void this.#undo?.redo())
  }

  /** The next edit is an undo step of its own. */
  pause(): void {
    this.#undo?.stopCapturing()
  }

  moveCursor(random: Random): void {
    if (this.replica === null) return
    const { text, awareness } = this.replica
    const position = (): unknown =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, random.below(text.length + 1)))
    awareness.setLocalStateField('cursor', { anchor: position(), head: position() })
  }

  /** Everything that was given to the cache is in it. */
  assure(): void {
    if (this.session.begun.peek()) this.#options.marks.assure(this.#typed)
  }

  /** The person closed it, or it crashed: it sees and says nothing any more. */
  end(): void {
    this.isOpen = false
    this.#stopWatching()
    this.#undo?.destroy()
  }

  #edit(minted: string | null, change: (replica: Replica) => void): void {
    const { replica } = this
    if (replica === null) return
    const before = this.text
    replica.doc.transact(() => change(replica), this)
    this.#options.marks.changed(before, this.text, minted)
  }

  #watch(replica: Replica): void {
    this.#undo?.destroy()
    // Steps end by `pause` alone: Yjs would ask the real clock.
    this.#undo = new Y.UndoManager(replica.text, { trackedOrigins: new Set([this]), captureTimeout: Infinity })
    this.#revision += 1
    replica.doc.on('update', () => (this.#revision += 1))
  }
}

/** Editors move by code points. */
function pointBoundary(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at
}
