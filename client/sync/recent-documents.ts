import { type ReadonlySignal, signal } from '@preact/signals-core'
import type { Role } from '../../shared/access/roles.ts'
import { type Clock, Later, systemClock } from '../lib/clock.ts'
import { cleanTitle } from './document-title.ts'
import type { OfflineCache } from './offline-cache.ts'
import { shownLine } from './untitled.ts'

/** Changes come in bursts (somebody types); the list is read again this long after the first. */
const REFRESH_MS = 100

/** A document that this device keeps. */
export interface RecentDocument {
  readonly document: string
  readonly key: string
  /** As it is displayed. */
  readonly title: string
  /** Milliseconds since the Unix epoch. */
  readonly openedAt: number
  /** What one was in it when this device last had it; null when that was never said. */
  readonly role: Role | null
  /** Something of this device has not reached the server: forgetting it would lose that. */
  readonly unsaved: boolean
}

/** The documents of this browser, newest first, the same in all its tabs. */
export class RecentDocuments {
  readonly list: ReadonlySignal<readonly RecentDocument[]>
  readonly #list = signal<readonly RecentDocument[]>([])
  readonly #cache: OfflineCache
  readonly #refresh: Later
  readonly #unsubscribe: () => void

  constructor(cache: OfflineCache, clock: Clock = systemClock) {
    this.list = this.#list
    this.#cache = cache
    this.#refresh = new Later(clock, REFRESH_MS, () => void this.#read())
    this.#unsubscribe = cache.subscribe(() => this.#refresh.schedule())
    void this.#read()
  }

  /** Names a document that is not open; it is sent with the next `WaitingDocuments.check`. */
  async rename(document: string, title: string): Promise<void> {
    await this.#cache.patch(document, { pendingTitle: cleanTitle(title) })
    await this.#read()
  }

  /** Removes the document from this device, with whatever was not saved of it. */
  async forget(document: string): Promise<void> {
    await this.#cache.forget(document)
    await this.#read()
  }

  close(): void {
    this.#unsubscribe()
    this.#refresh.cancel()
  }

  async #read(): Promise<void> {
    const summaries = await this.#cache.list()
    this.#list.value = summaries
      .map(({ document, key, pendingTitle, title, firstLine, openedAt, role, unsaved, hasSetAside }) => ({
        document,
        key,
        title: (pendingTitle ?? title) || shownLine(firstLine),
        openedAt,
        role,
        unsaved: unsaved || hasSetAside,
      }))
      .sort((a, b) => b.openedAt - a.openedAt)
  }
}
