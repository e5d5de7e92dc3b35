import * as Y from 'yjs'
import { MAX_TRANSACTION_BYTES } from '../../shared/protocol/limits.ts'
import type { NextFrame } from '../lib/next-frame.ts'

/** Bounds the work of merging, which grows faster than the number of updates. */
const MAX_UPDATES = 500

export interface BurstOptions {
  readonly nextFrame: NextFrame
  /** False: what is changed becomes an update with the end of its task. */
  readonly canWait: () => boolean
  /** Something was changed that is no update yet: unsaved from this moment on. */
  readonly begun: () => void
  /** The changes since, as one update of this clientID. */
  readonly made: (update: Uint8Array, clientId: number) => void
}

/**
 * The local changes of a Y.Doc that are no update yet. All that comes before a frame is drawn becomes one update behind it: what
 * stores and sends it would keep that frame, and whoever waits to see a key.
 */
export class Burst {
  readonly #options: BurstOptions
  #updates: Uint8Array[] = []
  #bytes = 0
  #clientId = 0
  #cancelFrame: (() => void) | null = null

  constructor(options: BurstOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#updates.length === 0
  }

  /** Yjs gives a Y.Doc another clientID when somebody else writes under its own: an update is of one alone. */
  add(update: Uint8Array, clientId: number): void {
    const bytes = this.#bytes + update.byteLength
    if (clientId !== this.#clientId || bytes > MAX_TRANSACTION_BYTES || this.#updates.length >= MAX_UPDATES)
      this.flush()
    this.#updates.push(update)
    this.#bytes += update.byteLength
    this.#clientId = clientId
    if (this.#updates.length > 1) return
    if (this.#options.canWait()) this.#cancelFrame ??= this.#options.nextFrame(() => this.flush())
    else queueMicrotask(() => this.flush())
    this.#options.begun()
  }

  /** Makes one update of what there is, now. */
  flush(): void {
    this.#cancelFrame?.()
    this.#cancelFrame = null
    const updates = this.#updates
    const [first] = updates
    if (first === undefined) return
    this.#updates = []
    this.#bytes = 0
    this.#options.made(updates.length === 1 ? first : Y.mergeUpdates(updates), this.#clientId)
  }

  stop(): void {
    this.flush()
  }
}
