import { Worker } from 'node:worker_threads'
import { builtModule } from '../lib/built-module.ts'
import type { Clock } from '../lib/clock.ts'
import { WorkerCalls } from '../lib/worker-calls.ts'
import type { AuthoredUpdate, DocumentMaker, Mended, SnapshotAnswer, TrialAnswer } from './document-maker.ts'
import type { DocumentCalls } from './document-thread.ts'

/**
 * Every call is bounded by steps (`integration-steps.ts`) and takes seconds at most. Past this something is wrong with the thread
 * or the machine: it is given up, so that the other documents go on, and this one stays as it is.
 */
export const MAX_CALL_MS = 120_000

interface Running {
  readonly worker: Worker
  readonly calls: WorkerCalls<DocumentCalls>
}

/** Makes documents in a worker thread, which is started when it is first needed, and again when it died or took too long. */
export class DocumentWorker implements DocumentMaker {
  readonly #clock: Clock
  #running: Running | null = null
  #closed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  snapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<SnapshotAnswer> {
    return this.#limited(({ calls }) => calls.call('snapshot', [snapshot, updates]))
  }

  text(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<string | null> {
    return this.#limited(({ calls }) => calls.call('text', [snapshot, updates]))
  }

  trial(snapshot: Uint8Array | null, updates: readonly Uint8Array[], update: Uint8Array): Promise<TrialAnswer> {
    return this.#limited(({ calls }) => calls.call('trial', [snapshot, updates, update]))
  }

  mend(snapshot: Uint8Array | null, updates: readonly AuthoredUpdate[]): Promise<Mended | null> {
    return this.#limited(({ calls }) => calls.call('mend', [snapshot, updates]))
  }

  /** What is being made is given up: nothing depends on it. Resolves when the thread has ended. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running?.worker.terminate()
  }

  async #limited<Result>(call: (running: Running) => Promise<Result>): Promise<Result> {
    const running = this.#run()
    const cancel = this.#clock.after(MAX_CALL_MS, () => {
      this.#forget(running)
      void running.worker.terminate()
    })
    try {
      return await call(running)
    } finally {
      cancel()
    }
  }

  #run(): Running {
    if (this.#closed) throw new Error('the document worker is closed')
    if (this.#running !== null) return this.#running
    const worker = new Worker(builtModule('./document-thread.js', import.meta.url))
    worker.unref()
    const running = { worker, calls: new WorkerCalls<DocumentCalls>(worker) }
    worker.once('exit', () => this.#forget(running))
    this.#running = running
    return running
  }

  #forget(running: Running): void {
    if (this.#running === running) this.#running = null
  }
}
