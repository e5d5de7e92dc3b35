import { MAX_KEPT_BYTES, ownUploadRows, type UploadRows } from './upload-rows.ts'

interface KeptUploadsOptions {
  readonly document: string
  readonly rows: Pick<UploadRows, 'idsOf' | 'get' | 'put' | 'remove'>
  /** By which the pages of a browser agree who sends an upload. None where the browser has none: nothing is kept then. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  /** Whether this device keeps texts: without the one that it belongs in, no upload is of any use. */
  readonly keepsTexts: () => boolean
}

/** Those into one document that this browser keeps for whoever is signed in. */
export function keptUploads(document: string, keepsTexts: () => boolean): KeptUploads {
  // Only where the program could be kept, too: over https, or on the computer that the server runs on.
  const { locks }: { readonly locks?: LockManager } = navigator
  return new KeptUploads({ document, rows: ownUploadRows(), locks, keepsTexts })
}

/**
 * The uploads into one document whose bytes this device keeps until they are stored on the server. Each is *held* by at most one page
 * of the browser, which sends it: when that page ends, another that has the document open holds it. Methods run in the order of their
 * calls, and none rejects.
 */
export class KeptUploads {
  readonly #options: KeptUploadsOptions
  /** What lets go of each that this page holds. */
  readonly #held = new Map<string, () => void>()
  /** Those that another page holds, or one that is just ending. */
  readonly #awaited = new Set<string>()
  readonly #released = new AbortController()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: KeptUploadsOptions) {
    this.#options = options
  }

  /** Resolves to whether it is on this device for good, and held by this page. */
  keep(id: string, file: File): Promise<boolean> {
    return this.#run(false, async () => {
      if (file.size > MAX_KEPT_BYTES || !this.#options.keepsTexts()) return false
      const release = this.#held.get(id) ?? (await this.#hold(id))
      if (release === null) return false
      try {
        const { document, rows } = this.#options
        await rows.put(document, id, { name: file.name, type: file.type, bytes: await file.arrayBuffer() })
      } catch {
        release()
        this.#held.delete(id)
        return false
      }
      this.#held.set(id, release)
      return true
    })
  }

  /** Calls `found` with each that is kept and that no other page holds, or does no longer; from then on this one holds it. */
  async find(found: (id: string, file: File) => void): Promise<void> {
    const { document, rows } = this.#options
    const ids = await this.#run([], () => rows.idsOf(document))
    for (const id of ids) if (!this.#held.has(id) && !this.#awaited.has(id)) void this.#take(id, found)
  }

  /** It is not needed any more. */
  remove(id: string): Promise<void> {
    const { document, rows } = this.#options
    return this.#run(undefined, async () => {
      await rows.remove(document, id)
      this.#held.get(id)?.()
      this.#held.delete(id)
    })
  }

  /** The document is left: what is kept stays, for a page that opens it. */
  release(): Promise<void> {
    this.#released.abort()
    return this.#run(undefined, () => {
      for (const release of this.#held.values()) release()
      this.#held.clear()
    })
  }

  async #take(id: string, found: (id: string, file: File) => void): Promise<void> {
    const { document, rows } = this.#options
    this.#awaited.add(id)
    const release = await this.#hold(id, this.#released.signal)
    const row = release && (await rows.get(document, id).catch(() => null))
    this.#awaited.delete(id)
    if (release === null) return
    // Whoever held it may have brought it into the text.
    if (row === null || this.#released.signal.aborted) return release()
    this.#held.set(id, release)
    found(id, new File([row.bytes], row.name, { type: row.type }))
  }

  /** Resolves once no other page holds it, to what lets go of it; to null where that cannot be, or `signal` says so before. */
  #hold(id: string, signal?: AbortSignal): Promise<(() => void) | null> {
    const { locks } = this.#options
    return new Promise((resolve) => {
      const holding = (): Promise<void> => new Promise((release) => resolve(() => release()))
      if (locks === undefined) resolve(null)
      else locks.request(`weft-upload-${id}`, signal ? { signal } : {}, holding).catch(() => resolve(null))
    })
  }

  #run<Value>(otherwise: Value, work: () => Promise<Value> | Value): Promise<Value> {
    const done = this.#queue.then(work).catch(() => otherwise)
    this.#queue = done
    return done
  }
}
