import { BoundedWorker } from '../lib/bounded-worker.ts'
import { builtModule } from '../lib/built-module.ts'
import type { Clock } from '../lib/clock.ts'
import type { AuthoredUpdate, DocumentMaker, Mended, SnapshotAnswer, TrialAnswer } from './document-maker.ts'
import type { DocumentCalls } from './document-thread.ts'

/**
 * Every call is bounded by steps (`integration-steps.ts`) and takes seconds at most. Past this something is wrong with the thread
 * or the machine: it is given up, so that the other documents go on, and this one stays as it is.
 */
export const MAX_CALL_MS = 120_000

/** Makes documents in a worker thread. */
export class DocumentWorker implements DocumentMaker {
  readonly #thread: BoundedWorker<DocumentCalls>

  constructor(clock: Clock, maxCallMs = MAX_CALL_MS) {
    this.#thread = new BoundedWorker(builtModule('./document-thread.js', import.meta.url), maxCallMs, clock)
  }

  snapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<SnapshotAnswer> {
    return this.#thread.use((calls) => calls.call('snapshot', [snapshot, updates]))
  }

  text(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<string | null> {
    return this.#thread.use((calls) => calls.call('text', [snapshot, updates]))
  }

  replay(frames: readonly Uint8Array<ArrayBuffer>[], count: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const memory = frames.map(({ buffer }) => buffer)
    return this.#thread.use((calls) => calls.call('replay', [frames, count], memory))
  }

  trial(snapshot: Uint8Array | null, updates: readonly Uint8Array[], update: Uint8Array): Promise<TrialAnswer> {
    return this.#thread.use((calls) => calls.call('trial', [snapshot, updates, update]))
  }

  mend(snapshot: Uint8Array | null, updates: readonly AuthoredUpdate[]): Promise<Mended | null> {
    return this.#thread.use((calls) => calls.call('mend', [snapshot, updates]))
  }

  /** What is being made is given up: nothing depends on it. Resolves when the thread has ended. */
  close(): Promise<void> {
    return this.#thread.close()
  }
}
