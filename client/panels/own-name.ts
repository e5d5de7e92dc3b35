import { signal, type ReadonlySignal } from '@preact/signals'
import { MAX_NAME_LENGTH } from '../../shared/protocol/limits.ts'
import { oneLine } from '../lib/one-line.ts'
import { friendlyName } from './friendly-name.ts'

const STORAGE_KEY = 'weft.name'

/** What this browser's person is called: as they wrote it, or a friendly name made once. */
export class OwnName {
  readonly #storage: Storage | null
  readonly #value

  /** `storage` is null where the browser refuses it; the name then lives as long as the page. */
  constructor(storage: Storage | null, random: () => number) {
    this.#storage = storage
    const known = tidyName(storage?.getItem(STORAGE_KEY) ?? '')
    this.#value = signal(known === '' ? friendlyName(random) : known)
    if (known === '') this.#keep()
  }

  get value(): ReadonlySignal<string> {
    return this.#value
  }

  /** A name that is empty once tidied changes nothing. */
  change(name: string): void {
    const tidy = tidyName(name)
    if (tidy === '') return
    this.#value.value = tidy
    this.#keep()
  }

  #keep(): void {
    remember(this.#storage, STORAGE_KEY, this.#value.peek())
  }
}

/** As the protocol wants a name: one line, trimmed, and not too long. */
export function tidyName(name: string): string {
  return oneLine(name)
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
}

/** Stores a small thing for the next visit. A full or refused storage costs only this. */
export function remember(storage: Storage | null, name: string, value: string): void {
  try {
    storage?.setItem(name, value)
  } catch {
    // It is not remembered.
  }
}

/** The browser's localStorage, or null where even touching it throws. */
export function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
