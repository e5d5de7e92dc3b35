const KEY = 'weft.reloaded'

/**
 * Which versions of the program this window has been reloaded from because the server did not take them any more. A server that
 * takes none of them must not have it reload for ever.
 */
export class ReloadOnce {
  readonly #storage: Storage | null

  /** `storage` lasts as long as the window; null where there is none: then nothing is reloaded by itself. */
  constructor(storage: Storage | null) {
    this.#storage = storage
  }

  /** Answers whether a page of `version` may be reloaded by itself, and remembers it if so. */
  take(version: string): boolean {
    try {
      if (this.#storage === null || this.wasTaken(version)) return false
      this.#storage.setItem(KEY, [...this.#versions(), version].join(' '))
      return this.wasTaken(version)
    } catch {
      return false
    }
  }

  wasTaken(version: string): boolean {
    return this.#versions().includes(version)
  }

  #versions(): string[] {
    return (this.#storage?.getItem(KEY) ?? '').split(' ').filter((version) => version !== '')
  }
}

/** Throws nothing where the browser refuses it. */
export function sessionStorageOrNull(window: Window): Storage | null {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}
