import { Worker } from 'node:worker_threads'
import { builtModule } from '../lib/built-module.ts'
import type { Clock } from '../lib/clock.ts'
import { WorkerCallError, WorkerCalls } from '../lib/worker-calls.ts'
import type { DatabaseOverview } from '../storage/drivers/sqlite/sqlite-reader.ts'
import type { NamedBlob } from '../storage/drivers/sqlite/named-blobs.ts'
import type { SalvagedName } from '../storage/drivers/sqlite/sqlite-salvage.ts'
import { StorageError } from '../storage/storage.ts'
import type { ListedDocument } from '../../shared/access/admin-answers.ts'
import type { PageRequest } from '../storage/admin-store.ts'
import type { DatabaseCalls, ReadDocument } from './database-thread.ts'
import type { RescuedDocument } from './rescued-document.ts'

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

  /** As `AdminStore.documents`. */
  async list(directory: string, page: PageRequest): Promise<ListedDocument[]> {
    await this.#told(this.#calls.call('open', [directory]))
    return this.#told(this.#calls.call('list', [page]))
  }

  /** The text of a document, as far as it can be read; null when there is no such document. */
  async read(directory: string, id: string): Promise<ReadDocument | { readonly fault: string } | null> {
    await this.#told(this.#calls.call('open', [directory]))
    const read = await this.#bounded(
      () => this.#calls.call('read', [id]),
      () => this.#calls.call('open', [directory]),
    )
    return read.ok ? read.value : { fault: read.fault }
  }

  /** As `namedBlobs`. */
  namedBlobs(directory: string): Promise<NamedBlob[]> {
    return this.#told(this.#calls.call('namedBlobs', [directory]))
  }

  /** As `blobsOfDocument`. */
  blobsOfDocument(directory: string, document: string): Promise<NamedBlob[]> {
    return this.#told(this.#calls.call('blobsOfDocument', [directory, document]))
  }

  /** As `isOlder`. */
  isOlder(directory: string): Promise<boolean> {
    return this.#told(this.#calls.call('isOlder', [directory]))
  }

  /** Sizes, and what the operator should know. Rejects with a `StorageError` when the database cannot be opened. */
  async overview(directory: string): Promise<DatabaseOverview> {
    await this.#told(this.#calls.call('open', [directory]))
    return this.#told(this.#calls.call('overview', []))
  }

  /** Every document of which something can be read, also of a damaged file. Rejects with a `StorageError` when nothing can. */
  salvageable(directory: string): Promise<SalvagedName[]> {
    return this.#told(this.#calls.call('openSalvage', [directory]))
  }

  /** After `salvageable`: writes what can be read of the document into `folder`. Resolves to why when it could not. */
  async rescue(directory: string, name: SalvagedName, folder: string): Promise<RescuedDocument | string> {
    const rescued = await this.#bounded(
      () => this.#calls.call('rescue', [name, folder]),
      () => this.#calls.call('openSalvage', [directory]),
    )
    return rescued.ok ? rescued.value : rescued.fault
  }

  /** Resolves when the thread has ended. */
  async close(): Promise<void> {
    await this.#calls.close()
  }

  async #faultOf(directory: string, document: string): Promise<string | null> {
    const checked = await this.#bounded(
      () => this.#calls.call('checkDocument', [document]),
      () => this.#calls.call('open', [directory]),
    )
    return checked.ok ? checked.value : checked.fault.replace(`document ${document} is damaged: `, '')
  }

  /** Does what is about one document. When that takes too long, or ends the thread, `reopen` prepares another one. */
  async #bounded<Value>(
    work: () => Promise<Value>,
    reopen: () => Promise<unknown>,
  ): Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string }> {
    const worker = this.#worker
    let isLate = false
    const cancel = this.#clock.after(MAX_DOCUMENT_MS, () => {
      isLate = true
      void worker.terminate()
    })
    try {
      return { ok: true, value: await work() }
    } catch (error) {
      this.#interrupted.throwIfAborted()
      if (error instanceof WorkerCallError) return { ok: false, fault: error.message }
      ;[this.#worker, this.#calls] = startThread()
      await this.#told(reopen())
      return {
        ok: false,
        fault: isLate ? `it takes more than ${MAX_DOCUMENT_MS / 1000} seconds to load` : String(error),
      }
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
