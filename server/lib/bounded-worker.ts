import { Worker } from 'node:worker_threads'
import type { Clock } from './clock.ts'
import { WorkerCalls } from './worker-calls.ts'

/** Which functions a thread serves: as `WorkerCalls` has it. */
type Served<Methods> = { readonly [Name in keyof Methods]: (...args: never[]) => unknown }

interface Running<Methods extends Served<Methods>> {
  readonly worker: Worker
  readonly calls: WorkerCalls<Methods>
}

/**
 * A worker thread that is started when it is first needed, and again when it died or took too long for a call: then it is given up, and
 * the call rejects. It does not keep the process alive.
 */
export class BoundedWorker<Methods extends Served<Methods>> {
  readonly #module: URL
  readonly #maxCallMs: number
  readonly #clock: Clock
  #running: Running<Methods> | null = null
  #closed = false

  constructor(module: URL, maxCallMs: number, clock: Clock) {
    this.#module = module
    this.#maxCallMs = maxCallMs
    this.#clock = clock
  }

  async use<Result>(work: (calls: WorkerCalls<Methods>) => Promise<Result>): Promise<Result> {
    const running = this.#run()
    const cancel = this.#clock.after(this.#maxCallMs, () => {
      this.#forget(running)
      void running.worker.terminate()
    })
    try {
      return await work(running.calls)
    } finally {
      cancel()
    }
  }

  /** What is being done is given up. Resolves when the thread has ended. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running?.worker.terminate()
  }

  #run(): Running<Methods> {
    if (this.#closed) throw new Error('the worker is closed')
    if (this.#running !== null) return this.#running
    const worker = new Worker(this.#module)
    worker.unref()
    const running = { worker, calls: new WorkerCalls<Methods>(worker) }
    worker.once('exit', () => this.#forget(running))
    this.#running = running
    return running
  }

  #forget(running: Running<Methods>): void {
    if (this.#running === running) this.#running = null
  }
}
