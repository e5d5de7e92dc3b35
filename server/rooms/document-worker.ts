import { Worker } from 'node:worker_threads'
import { builtModule } from '../lib/built-module.ts'
import type { Clock } from '../lib/clock.ts'
import { WorkerCalls } from '../lib/worker-calls.ts'
import type { DocumentMaker, MadeSnapshot } from './document-maker.ts'
import type { DocumentCalls } from './document-thread.ts'

/**
 * Yjs needs time that grows with the square of how often insertions compete for one place: an update of 150 KB can be made
 * to take a minute. Past this the thread is given up, so that one document does not keep it from the others.
 */
export const MAX_SNAPSHOT_MS = 60_000

interface Running {
  readonly worker: Worker
  readonly calls: WorkerCalls<DocumentCalls>
}

/** Makes documents in a worker thread, which is started when it is first needed, and again when it died or took too long. */
export class DocumentWorker implements DocumentMaker {
  readonly #clock: Clock
  #running: Running | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async snapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<MadeSnapshot> {
    const running = this.#run()
    const cancel = this.#clock.after(MAX_SNAPSHOT_MS, () => {
      this.#forget(running)
      void running.worker.terminate()
    })
    try {
      return await running.calls.call('snapshot', [snapshot, updates])
    } finally {
      cancel()
    }
  }

  /** Resolves when the thread has ended. */
  async close(): Promise<void> {
    await this.#running?.calls.close()
  }

  #run(): Running {
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
