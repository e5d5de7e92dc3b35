import type { Clock } from '../../lib/clock.ts'

/** It took too long, failed, or could not be fetched. */
export class WorkerFailed extends Error {}

interface WorkerCallOptions {
  /** Ends with the call. */
  readonly worker: Worker
  readonly message: unknown
  readonly transfer?: Transferable[]
  readonly clock: Clock
  readonly limitMs: number
  readonly signal: AbortSignal
}

/** One question and its answer; `null` is the answer of a worker that failed. Rejects with `WorkerFailed`, or with why the signal was aborted. */
export async function askWorker<Answer>(options: WorkerCallOptions): Promise<Answer> {
  const { worker, message, transfer = [], clock, limitMs, signal } = options
  const ends: (() => void)[] = [() => worker.terminate()]
  try {
    signal.throwIfAborted()
    return await new Promise<Answer>((resolve, reject) => {
      const fail = (): void => reject(new WorkerFailed())
      const abort = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', abort)
      ends.push(clock.after(limitMs, fail), () => signal.removeEventListener('abort', abort))
      worker.addEventListener('message', ({ data }: MessageEvent<Answer | null>) =>
        data === null ? fail() : resolve(data),
      )
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        fail()
      })
      worker.postMessage(message, transfer)
    })
  } finally {
    for (const end of ends) end()
  }
}
