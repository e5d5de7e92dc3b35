import { Worker } from 'node:worker_threads'
import { builtModule } from '../lib/built-module.ts'
import { WorkerCalls } from '../lib/worker-calls.ts'
import type { DocumentMaker, MadeSnapshot, Seed } from './document-maker.ts'
import type { DocumentCalls } from './document-thread.ts'

/** Makes documents in a worker thread, which is started when it is first needed, and again when it died. */
export class DocumentWorker implements DocumentMaker {
  #calls: WorkerCalls<DocumentCalls> | null = null

  async snapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<MadeSnapshot> {
    return this.#running().call('snapshot', [snapshot, updates])
  }

  async seed(text: string): Promise<Seed> {
    return this.#running().call('seed', [text])
  }

  /** Resolves when the thread has ended. */
  async close(): Promise<void> {
    await this.#calls?.close()
  }

  #running(): WorkerCalls<DocumentCalls> {
    if (this.#calls !== null) return this.#calls
    const worker = new Worker(builtModule('./document-thread.js', import.meta.url))
    worker.unref()
    const calls = new WorkerCalls<DocumentCalls>(worker)
    worker.once('exit', () => {
      if (this.#calls === calls) this.#calls = null
    })
    this.#calls = calls
    return calls
  }
}
