import { effect, type ReadonlySignal, signal } from '@preact/signals-core'
import { fileAddress } from '../../../shared/files/file-address.ts'
import type { StoredFile } from '../../../shared/files/file-answers.ts'
import { isImageType } from '../../../shared/files/image-types.ts'
import type { Clock } from '../../lib/clock.ts'
import { until } from '../../lib/until.ts'
import type { KeptUploads } from '../../sync/kept-uploads.ts'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import { type Failure, failure, type FileApi } from './file-api.ts'
import { limitSize } from './file-size.ts'
import { canRead, keptEntry, newEntry, type Upload, type UploadEntry } from './upload-entry.ts'

const words = wordsOf('files', english)

type Placed = Pick<UploadEntry, 'id' | 'name' | 'isImage'>

/** Where uploads stand in the text: the editor's `Placeholders`. */
export interface UploadPlaces {
  insert(all: readonly Placed[], at: number | null): boolean
  watch(file: Placed): boolean
  settle(id: string, address: string, isImage: boolean): boolean
  remove(id: string): void
  listen(listener: (id: string, isThere: boolean) => void): void
}

export interface UploadsOptions {
  readonly api: Pick<FileApi, 'list' | 'upload' | 'remove'>
  readonly document: string
  readonly online: ReadonlySignal<boolean>
  /** Whether the server knows the document, and has said what one may do in it: not before a blank page has become one. */
  readonly isKnown: ReadonlySignal<boolean>
  /** Whether the server has all of the text that is here, and all of the server's is here. */
  readonly isSaved: ReadonlySignal<boolean>
  /** What this device keeps of uploads into the document. */
  readonly kept: Pick<KeptUploads, 'keep' | 'find' | 'remove' | 'release'>
  readonly clock: Clock
  /** Called with what happens, in words for the person. */
  readonly say: (words: string) => void
  /** Called with why a file is not taken, now or ever. */
  readonly refuse: (words: string) => void
}

/** More would only share the same line. */
const MAX_SENDING = 2
/** What is cut out is mostly put in again elsewhere; only then it is given up. */
const GONE_MS = 3000
/** It is worth a question whether the server takes a file of so many bytes before they are sent. */
const LARGE_BYTES = 1024 * 1024
/** With a connection, and still nobody answers: so many times, so far apart. */
const MAX_ATTEMPTS = 3
const RETRY_MS = 4000
/** What the server would not take the next time either. */
const FINAL: readonly Failure['code'][] = ['file-too-large', 'too-large']

/**
 * The files that are on their way into one text, in order and at most two at a time. Each follows its place in the text: where
 * somebody takes that away the upload ends, and where it comes back, by undo say, it begins again.
 */
export class Uploads {
  readonly #options: UploadsOptions
  readonly #entries = new Map<string, UploadEntry>()
  readonly #list = signal<readonly Upload[]>([])
  readonly #own = signal<readonly string[]>([])
  #places: UploadPlaces | null = null
  /** Those that were given up while there was no editor to take them out of the text. */
  readonly #leaving = new Set<string>()
  /** In bytes, as the server said last; null before that, and once the connection was lost: the next server may take another size. */
  #largest: number | null = null
  /** Ends the waiting for a connection; null while nothing waits. */
  #unwatch: (() => void) | null = null

  constructor(options: UploadsOptions) {
    this.#options = options
    effect(() => {
      if (!options.online.value) this.#largest = null
      // Another page of this browser may have ended meanwhile.
      else if (this.#places !== null) this.#find()
    })
  }

  /** Those that are not in the text yet. */
  get list(): ReadonlySignal<readonly Upload[]> {
    return this.#list
  }

  /**
   * Ids of those that this page brings into the text, by now or soon. Those that are there stay: others see the text a moment
   * later, and undo may bring a place back that is filled again.
   */
  get own(): ReadonlySignal<readonly string[]> {
    return this.#own
  }

  /** Of another editor of the same text than before, or of none for the moment. */
  use(places: UploadPlaces | null): void {
    this.#places = places
    if (places === null) return
    for (const id of this.#leaving) places.remove(id)
    this.#leaving.clear()
    places.listen((id, isThere) => this.#follow(id, isThere))
    for (const entry of this.#entries.values()) {
      this.#follow(entry.id, places.watch(entry))
      if (entry.phase.name === 'away') void this.#letGo(entry)
    }
    this.#find()
  }

  /**
   * Puts them into the text at `at`, in UTF-16 code units, or where the cursor is; none of which it is known that the server would
   * never take it. At once: a moment later the place would be another one, and somebody may have left.
   */
  add(files: readonly File[], at: number | null): void {
    const largest = this.#largest ?? Infinity
    for (const { name, size } of files) if (size > largest) this.#refuseLarge(name, largest)
    this.#insert(
      files.filter(({ size }) => size <= largest),
      at,
    )
  }

  #insert(files: readonly File[], at: number | null): void {
    const entries = files.map((file) => newEntry(file))
    // Known before they stand there: whoever follows the text asks for them.
    for (const entry of entries) this.#entries.set(entry.id, entry)
    if (files.length === 0 || this.#places?.insert(entries, at) !== true) {
      for (const { id } of entries) this.#entries.delete(id)
      return
    }
    for (const entry of entries) void this.#begin(entry)
    this.#pump()
  }

  async #begin(entry: UploadEntry): Promise<void> {
    const { online, say } = this.#options
    if (online.peek()) {
      say(words.began(entry.name))
      return this.#keep(entry)
    }
    await this.#keep(entry)
    if (this.#entries.has(entry.id)) say((entry.isKept ? words.beganKept : words.beganUnconnected)(entry.name))
  }

  async #keep(entry: UploadEntry): Promise<void> {
    const { id, file } = entry
    if (file === null || !(await this.#options.kept.keep(id, file))) return
    entry.isKept = true
    this.#publish()
  }

  /** What this device kept of a page before this one. */
  #find(): void {
    void this.#options.kept.find((id, file) => {
      const entry = keptEntry(id, file)
      this.#entries.set(id, entry)
      this.#follow(id, this.#places?.watch(entry) ?? false)
      if (entry.phase.name === 'away') void this.#letGo(entry)
    })
  }

  /** This device keeps it until the server has the text as it is now: that may be lost still, and then its place is there again. */
  async #letGo(entry: UploadEntry): Promise<void> {
    const { isSaved, kept } = this.#options
    await until(isSaved, (isSo) => isSo)
    const isGone = entry.phase.name === 'away' && this.#places !== null
    if (!(isGone || entry.phase.name === 'done') || !this.#entries.has(entry.id)) return
    entry.isKept = false
    await kept.remove(entry.id)
  }

  /** Takes it out of the text, too. */
  cancel(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    this.#drop(entry)
    this.#options.say(words.cancelled(entry.name))
    this.#pump()
  }

  retry(id: string): void {
    const entry = this.#entries.get(id)
    if (entry?.phase.name !== 'failed') return
    entry.attempts = 0
    entry.phase = { name: 'waiting' }
    if (entry.stored !== null) this.#settle(entry, entry.stored)
    this.#pump()
  }

  /** Whoever leaves the document gives up what is not there yet, and not kept either. */
  stop(): void {
    for (const entry of this.#entries.values()) if (entry.phase.name !== 'done' && !entry.isKept) this.#drop(entry)
    this.#publish()
  }

  /** The document is left. What is kept goes on when it is opened again. */
  leave(): void {
    for (const entry of this.#entries.values()) if (entry.phase.name !== 'done') this.#abort(entry)
    this.#entries.clear()
    this.#publish()
    void this.#options.kept.release()
  }

  #drop(entry: UploadEntry): void {
    this.#entries.delete(entry.id)
    void this.#options.kept.remove(entry.id)
    this.#abort(entry)
    if (this.#places === null) this.#leaving.add(entry.id)
    else this.#places.remove(entry.id)
  }

  #abort(entry: UploadEntry): void {
    entry.cancelGone?.()
    entry.cancelGone = null
    entry.abort?.abort()
    entry.abort = null
    const { stored } = entry
    entry.stored = null
    if (stored !== null) void this.#options.api.remove(this.#options.document, stored.id)
  }

  #follow(id: string, isThere: boolean): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.isThere = isThere
    entry.cancelGone?.()
    entry.cancelGone = null
    if (isThere) {
      if (entry.phase.name === 'away') {
        entry.phase = { name: 'waiting' }
        if (!entry.isKept) void this.#keep(entry)
      }
      if (entry.stored !== null) this.#settle(entry, entry.stored)
      this.#pump()
    } else if (entry.phase.name !== 'done' && entry.phase.name !== 'away') {
      entry.cancelGone = this.#options.clock.after(GONE_MS, () => {
        entry.phase = { name: 'away' }
        this.#abort(entry)
        void this.#letGo(entry)
        this.#options.say(words.cancelled(entry.name))
        this.#pump()
      })
    }
  }

  #pump(): void {
    if (this.#options.online.peek() && this.#options.isKnown.peek()) {
      const all = [...this.#entries.values()]
      const room = MAX_SENDING - all.filter(({ phase }) => phase.name === 'sending').length
      const next = all.filter(({ phase, isThere, abort }) => phase.name === 'waiting' && isThere && abort === null)
      for (const entry of next.slice(0, Math.max(0, room))) void this.#send(entry)
    }
    this.#publish()
  }

  async #send(entry: UploadEntry): Promise<void> {
    const { file, name } = entry
    if (file === null) return
    const abort = new AbortController()
    entry.abort = abort
    entry.phase = { name: 'sending', share: 0 }
    const { api, document } = this.#options
    const answer =
      (await this.#objection(file)) ??
      (await api.upload(document, file, {
        name,
        signal: abort.signal,
        onProgress: (share) => {
          if (entry.abort !== abort) return
          entry.phase = { name: 'sending', share }
          this.#publish()
        },
      }))
    if (entry.abort !== abort) {
      // Given up a moment too late for the server to know.
      if (answer.ok) void api.remove(document, answer.file.id)
      return
    }
    entry.abort = null
    if (answer.ok) this.#stored(entry, answer.file)
    else this.#refused(entry, answer)
    this.#pump()
  }

  #refuseLarge(name: string, largest: number): void {
    this.#options.refuse(words.notUploaded(name, words.tooLarge(limitSize(largest))))
  }

  /** What can be said before anything is sent; null for nothing. The server decides. */
  async #objection(file: File): Promise<Failure | null> {
    if (!(await canRead(file))) return { ...failure('bad-request'), sentence: words.unreadable }
    if (file.size < LARGE_BYTES) return null
    const found = await this.#options.api.list(this.#options.document)
    if (!found.ok) return null
    if (this.#options.online.peek()) this.#largest = found.largest
    if (file.size > found.largest)
      return { ...failure('file-too-large'), sentence: words.tooLarge(limitSize(found.largest)) }
    return found.used + file.size > found.quota ? failure('quota-full') : null
  }

  #stored(entry: UploadEntry, file: StoredFile): void {
    entry.stored = file
    // Cut out at the moment, it may be put in again soon.
    entry.phase = { name: 'sending', share: 1 }
    if (entry.isThere) this.#settle(entry, file)
  }

  /** Also of one that is done: somebody may have brought back the text before that. */
  #settle(entry: UploadEntry, file: StoredFile): void {
    const isFirst = entry.phase.name !== 'done'
    const isImage = isImageType(file.type)
    if (this.#places === null) return
    if (!this.#places.settle(entry.id, fileAddress(file.id, file.name), isImage)) {
      if (isFirst) entry.phase = { name: 'failed', sentence: failure('forbidden').sentence }
      return
    }
    entry.phase = { name: 'done' }
    entry.file = null
    void this.#letGo(entry)
    if (isFirst) this.#options.say(words.arrived(entry.name))
  }

  #refused(entry: UploadEntry, { code, sentence, retryAfterMs }: Failure): void {
    const { online, clock } = this.#options
    if (code === 'slow' || (code === 'offline' && online.peek() && ++entry.attempts < MAX_ATTEMPTS)) {
      const rest = new AbortController()
      // While it rests, it is nobody's turn but its own.
      entry.abort = rest
      entry.phase = { name: 'waiting' }
      const cancel = clock.after(retryAfterMs ?? RETRY_MS, () => {
        entry.abort = null
        this.#pump()
      })
      rest.signal.addEventListener('abort', cancel)
    } else if (code === 'offline' && !online.peek()) {
      entry.phase = { name: 'waiting' }
    } else if (FINAL.includes(code)) {
      this.#drop(entry)
      this.#options.refuse(words.notUploaded(entry.name, sentence))
    } else {
      entry.phase = { name: 'failed', sentence }
      this.#options.say(words.notUploaded(entry.name, sentence))
    }
  }

  #publish(): void {
    const isOnline = this.#options.online.peek()
    const all = [...this.#entries.values()]
    this.#own.value = all.flatMap(({ id, phase: { name } }) => (name === 'failed' || name === 'away' ? [] : [id]))
    this.#list.value = all.flatMap(({ id, name, size, isKept, phase, stored }) => {
      if (phase.name === 'done' || phase.name === 'away') return []
      // What is being sent stands still without one; the browser may not say so for long.
      const needsIt = phase.name === 'waiting' || (phase.name === 'sending' && stored === null)
      const state = needsIt && !isOnline ? { name: 'unconnected' as const } : phase
      return [{ id, name, size, isKept, state }]
    })
    if (this.#list.peek().length > 0) this.#watch()
    else {
      this.#unwatch?.()
      this.#unwatch = null
    }
  }

  #watch(): void {
    if (this.#unwatch !== null) return
    const { online, isKnown } = this.#options
    // What runs at once must find that it is watched already.
    this.#unwatch = () => undefined
    this.#unwatch = effect(() => {
      if (online.value && isKnown.value) this.#pump()
      else this.#publish()
    })
  }
}
