import type { ReadonlySignal } from '@preact/signals-core'
import type { Clock } from '../../lib/clock.ts'
import type { Session } from '../../sync/session.ts'
import { type Failure, type FileApi, fileApi } from './file-api.ts'
import { FileLooks, type Sight } from './file-looks.ts'

/** Why a file cannot be shown: it is not stored any more, one may not see it, there is no connection, or something else. */
export type FileFault = 'missing' | 'forbidden' | 'unconnected' | 'failed'

export type ShownFile = { readonly blob: Blob } | { readonly fault: FileFault }

/** Of an image, in pixels. */
interface ImageSize {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** More would keep each other waiting. */
const MAX_FETCHING = 4
const MAX_SLOW = 5
const SLOW_MS = 1000

const ID = /^[\w-]{22}$/

interface DocumentFilesOptions {
  readonly api: Pick<FileApi, 'download' | 'list'>
  readonly document: string
  readonly clock: Clock
  readonly online: ReadonlySignal<boolean>
  readonly sight: Sight
}

/** The files of one document that its page shows, each fetched once. */
export class DocumentFiles {
  /** Of images that were shown already: what shows them again can keep the room for them. */
  readonly sizes = new Map<string, ImageSize>()
  readonly #api: Pick<FileApi, 'download' | 'list'>
  readonly #document: string
  readonly #clock: Clock
  readonly #looks: FileLooks
  readonly #known = new Map<string, Promise<ShownFile>>()
  readonly #waiting: (() => void)[] = []
  readonly #listeners = new Set<(id: string) => void>()
  readonly #uploadListeners = new Set<(ids: readonly string[]) => void>()
  #ownUploads: readonly string[] = []
  #fetching = 0

  constructor({ api, document, clock, online, sight }: DocumentFilesOptions) {
    this.#api = api
    this.#document = document
    this.#clock = clock
    const isWanted = (): boolean => this.#known.size > 0
    this.#looks = new FileLooks({ clock, online, sight, isWanted, look: () => this.#look() })
  }

  /** Never rejects. What could not be had is asked for anew the next time. */
  get(id: string): Promise<ShownFile> {
    // Ids come from texts, and by way of the frame that shows them.
    if (!ID.test(id)) return Promise.resolve({ fault: 'missing' })
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const coming = this.#fetch(id).then((file) => {
      if ('fault' in file) this.#known.delete(id)
      return file
    })
    this.#known.set(id, coming)
    this.#looks.wanted()
    return coming
  }

  /** It was deleted. */
  forget(id: string): void {
    this.#known.delete(id)
    for (const listener of this.#listeners) listener(id)
  }

  /**
   * Forgets what is here and is not stored any more, a while after others have deleted it: nobody tells a page. To be called by each
   * that shows files of the document, which all share one look; the returned function ends that.
   */
  keepLooking(): () => void {
    return this.#looks.keep()
  }

  /** Calls `listener` with each file that is forgotten; the returned function ends that. */
  onForgotten(listener: (id: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ids of the placeholders of what this page is uploading. */
  get ownUploads(): readonly string[] {
    return this.#ownUploads
  }

  set ownUploads(ids: readonly string[]) {
    const before = this.#ownUploads
    if (ids.length === before.length && ids.every((id, index) => id === before[index])) return
    this.#ownUploads = ids
    for (const listener of this.#uploadListeners) listener(ids)
  }

  /** Calls `listener` with all of them whenever there are others; the returned function ends that. */
  onUploads(listener: (ids: readonly string[]) => void): () => void {
    this.#uploadListeners.add(listener)
    return () => this.#uploadListeners.delete(listener)
  }

  async #look(): Promise<void> {
    const ids = [...this.#known.keys()]
    const answer = await this.#api.list(this.#document)
    if (!answer.ok) return
    const stored = new Set(answer.files.map(({ id }) => id))
    for (const id of ids) if (!stored.has(id)) this.forget(id)
  }

  async #fetch(id: string): Promise<ShownFile> {
    if (this.#fetching >= MAX_FETCHING) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#fetching++
    try {
      for (let tries = 1; ; tries++) {
        const answer = await this.#api.download(this.#document, id)
        if (answer.ok) return { blob: answer.blob }
        if (answer.code !== 'slow' || tries === MAX_SLOW) return { fault: FAULTS[answer.code] ?? 'failed' }
        await new Promise<void>((resolve) => this.#clock.after(answer.retryAfterMs ?? SLOW_MS, resolve))
      }
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#fetching--
      else next()
    }
  }
}

const FAULTS: Partial<Readonly<Record<Failure['code'], FileFault>>> = {
  'not-found': 'missing',
  deleted: 'missing',
  forbidden: 'forbidden',
  'access-ended': 'forbidden',
  'sign-in-needed': 'forbidden',
  'password-needed': 'forbidden',
  offline: 'unconnected',
}

/** For as long as the document is open, whatever shows it. */
const open = new WeakMap<Session, DocumentFiles>()

export function filesOf(session: Session, clock: Clock): DocumentFiles {
  const known = open.get(session)
  if (known !== undefined) return known
  const files = new DocumentFiles({
    api: fileApi,
    document: session.document,
    clock,
    online: session.online,
    sight: document,
  })
  open.set(session, files)
  return files
}
