import { BoundedWorker } from '../lib/bounded-worker.ts'
import { builtModule } from '../lib/built-module.ts'
import type { Clock } from '../lib/clock.ts'
import { StorageError } from '../storage/storage.ts'
import type { Examined, FileCalls } from './file-thread.ts'

/** Reading through the largest file takes seconds, on a disk that answers. */
const MAX_CALL_MS = 120_000

/** Says what a staged file is, and takes out of an image what it tells of its maker, in a worker thread, one file at a time. */
export class FileExaminer {
  readonly #thread: BoundedWorker<FileCalls>

  constructor(clock: Clock) {
    this.#thread = new BoundedWorker(builtModule('./file-thread.js', import.meta.url), MAX_CALL_MS, clock)
  }

  /** Rejects with a `StorageError` when the file cannot be read or written. */
  async examine(path: string): Promise<Examined> {
    try {
      return await this.#thread.use((calls) => calls.call('examine', [path]))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new StorageError(`a file could not be looked at: ${message}`, { cause: error })
    }
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
