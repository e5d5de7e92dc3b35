import { MAX_UPLOADS_IN_FLIGHT, MAX_UPLOADS_IN_FLIGHT_PER_ADDRESS } from '../../shared/protocol/limits.ts'
import { mintBlob } from '../access/keys.ts'
import { Tally } from '../lib/tally.ts'

/** Files that are on their way: how many at a time, from everybody and from one address, and the blobs that they will be. */
export class UploadTurns {
  readonly blobs = new Set<string>()
  readonly #addresses = new Tally()
  /** What those may become that are on their way, in bytes. */
  expectedBytes = 0
  readonly #running = new Set<Promise<unknown>>()

  /** Does `work` with the name of a new blob, of at most so many bytes; null, without, when there are too many already. */
  take<Result>(address: string, bytes: number, work: (blob: string) => Promise<Result>): Promise<Result> | null {
    const isFull =
      this.#addresses.total >= MAX_UPLOADS_IN_FLIGHT || this.#addresses.of(address) >= MAX_UPLOADS_IN_FLIGHT_PER_ADDRESS
    if (isFull) return null
    const running = this.#run(address, bytes, work)
    this.#running.add(running)
    const forget = (): void => void this.#running.delete(running)
    running.then(forget, forget)
    return running
  }

  /** Resolves when those of now are done, however they end. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #run<Result>(address: string, bytes: number, work: (blob: string) => Promise<Result>): Promise<Result> {
    const blob = mintBlob()
    this.#addresses.add(address)
    this.expectedBytes += bytes
    this.blobs.add(blob)
    try {
      return await work(blob)
    } finally {
      this.#addresses.remove(address)
      this.expectedBytes -= bytes
      this.blobs.delete(blob)
    }
  }
}
