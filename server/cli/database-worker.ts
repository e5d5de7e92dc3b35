import { Worker } from 'node:worker_threads'
import { builtModule } from '../lib/built-module.ts'
import type { Clock } from '../lib/clock.ts'
import { WorkerCallError, WorkerCalls } from '../lib/worker-calls.ts'
import { StorageError } from '../storage/storage.ts'
import type { DatabaseCalls } from './database-thread.ts'

/** A document that takes longer than this cannot be opened by people either. */
const MAX_DOCUMENT_MS = 60_000

/** How far an inspection is. */
export interface Inspected {
  readonly documents: number
  readonly of: number
}

/** What is wrong: with the file, or with one document. */
export interface Finding {
  readonly document: string | null
  readonly fault: string
}

/** Databases, read and copied in a worker thread. An aborted signal ends the thread and rejects what runs. */
export class DatabaseWorker {
  readonly #clock: Clock
  readonly #interrupted: AbortSignal
  #worker: Worker
  #calls: WorkerCalls<DatabaseCalls>

  constructor(clock: Clock, interrupted: AbortSignal) {
    this.#clock = clock
    this.#interrupted = interrupted
    ;[this.#worker, this.#calls] = startThread()
    interrupted.addEventListener('abort', () => void this.#worker.terminate())
  }

  /** As `copyDatabase`. */
  copy(directory: string, target: string): Promise<number> {
    return this.#told(this.#calls.call('copy', [directory, target]))
  }

  /**
   * Looks at the file, and at every document that is not deleted: whether it loads, and whether log and snapshot agree. One
   * document at a time is in memory. `progress` is called before each. Resolves to what is wrong.
   */
  async inspect(directory: string, progress: (so: Inspected) => void): Promise<Finding[]> {
    const of = await this.#told(this.#calls.call('open', [directory]))
    progress({ documents: 0, of })
    const findings: Finding[] = []
    for (const fault of await this.#told(this.#calls.call('checkFile', []))) findings.push({ document: null, fault })
    let documents = 0
    let ids: string[]
    let last = ''
    do {
      ids = await this.#told(this.#calls.call('idsAfter', [last]))
      for (const document of ids) {
        progress({ documents: documents++, of })
        const fault = await this.#faultOf(directory, document)
        if (fault !== null) findings.push({ document, fault })
        last = document
      }
    } while (ids.length > 0)
    return findings
  }

  /** Resolves when the thread has ended. */
  async close(): Promise<void> {
    await this.#calls.close()
  }

  async #faultOf(directory: string, document: string): Promise<string | null> {
    const worker = this.#worker
    let isLate = false
    const cancel = this.#clock.after(MAX_DOCUMENT_MS, () => {
      isLate = true
      void worker.terminate()
    })
    try {
      return await this.#calls.call('checkDocument', [document])
    } catch (error) {
      this.#interrupted.throwIfAborted()
      if (error instanceof WorkerCallError) return error.message.replace(`document ${document} is damaged: `, '')
      ;[this.#worker, this.#calls] = startThread()
      await this.#told(this.#calls.call('open', [directory]))
      return isLate ? `it takes more than ${MAX_DOCUMENT_MS / 1000} seconds to load` : String(error)
    } finally {
      cancel()
    }
  }

  /** What the database says is for the operator; an interruption is told as such. */
  async #told<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer
    } catch (error) {
      this.#interrupted.throwIfAborted()
      if (error instanceof WorkerCallError && error.name === 'StorageError') {
        throw new StorageError(error.message, { cause: error })
      }
      throw error
    }
  }
}

function startThread(): [Worker, WorkerCalls<DatabaseCalls>] {
  const worker = new Worker(builtModule('./database-thread.js', import.meta.url))
  return [worker, new WorkerCalls<DatabaseCalls>(worker)]
}
