import { signal } from '@preact/signals-core'
import type { UploadAnswer } from '../../../../../shared/files/file-answers.ts'
import { type Failure, failure, type UploadOptions } from '../../../../../client/panels/files/file-api.ts'
import { Uploads } from '../../../../../client/panels/files/uploads.ts'
import { KeptUploads } from '../../../../../client/sync/kept-uploads.ts'
import type { UploadRow } from '../../../../../client/sync/upload-rows.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'
import { FakeLocks } from '../../../../support/fake-locks.ts'
import { settled } from '../../../../support/settled.ts'

export const MEBIBYTE = 1024 * 1024

type Answer = UploadAnswer | Failure

/** One request that a test answers. */
interface Sending extends UploadOptions {
  readonly answer: (answer: Answer) => void
}

/** The text, as far as uploads know it. */
class FakePlaces {
  /** What stands there: an id, or the address that took its place. */
  readonly text: string[] = []
  isReadOnly = false
  #listener: (id: string, isThere: boolean) => void = () => undefined

  insert(all: readonly { readonly id: string }[], at: number | null): boolean {
    if (this.isReadOnly) return false
    this.text.splice(at ?? this.text.length, 0, ...all.map(({ id }) => id))
    return true
  }

  watch({ id }: { readonly id: string }): boolean {
    return this.text.includes(id)
  }

  settle(id: string, address: string): boolean {
    if (this.isReadOnly) return false
    const at = this.text.indexOf(id)
    if (at !== -1) this.text[at] = address
    return true
  }

  remove(id: string): void {
    const at = this.text.indexOf(id)
    if (at !== -1) this.text.splice(at, 1)
  }

  listen(listener: (id: string, isThere: boolean) => void): void {
    this.#listener = listener
  }

  /** Somebody takes a placeholder away. */
  take(id: string): void {
    this.remove(id)
    this.#listener(id, false)
  }

  bringBack(id: string): void {
    this.text.push(id)
    this.#listener(id, true)
  }
}

/** What a browser keeps, and how its pages agree about it. */
export class FakeDevice {
  readonly locks = new FakeLocks()
  readonly files = new Map<string, UploadRow>()
  isFull = false
  readonly rows = {
    idsOf: () => Promise.resolve([...this.files.keys()]),
    get: (_document: string, id: string) => Promise.resolve(this.files.get(id) ?? null),
    put: (_document: string, id: string, row: UploadRow) => {
      if (this.isFull) return Promise.reject(new DOMException('full', 'QuotaExceededError'))
      this.files.set(id, row)
      return Promise.resolve()
    },
    remove: (_document: string, id: string) => {
      this.files.delete(id)
      return Promise.resolve()
    },
  }

  /** By name. */
  get kept(): string[] {
    return [...this.files.values()].map(({ name }) => name)
  }
}

export class Scene {
  readonly clock = new FakeClock()
  readonly online = signal(true)
  readonly isKnown = signal(true)
  readonly isSaved = signal(true)
  readonly places: FakePlaces
  readonly device: FakeDevice
  readonly sendings: Sending[] = []
  readonly removed: string[] = []
  readonly said: string[] = []
  readonly refused: string[] = []
  /** By files that are there. */
  used = 0
  /** That the server takes, in bytes. */
  largest = 5 * MEBIBYTE
  #held: Promise<void> = Promise.resolve()
  readonly uploads: Uploads

  /** A page of a browser, with a text; of those that a page before it had, if need be. */
  constructor({
    device = new FakeDevice(),
    places = new FakePlaces(),
  }: Partial<Pick<Scene, 'device' | 'places'>> = {}) {
    this.device = device
    this.places = places
    this.uploads = this.#newUploads()
    this.uploads.use(places)
  }

  #newUploads(): Uploads {
    const { rows, locks } = this.device
    return new Uploads({
      api: {
        list: async () => {
          await this.#held
          return { ok: true, files: [], used: this.used, quota: 10_000_000, largest: this.largest }
        },
        upload: (_document, _file, options) =>
          new Promise((answer) => {
            this.sendings.push({ ...options, answer })
            options.signal.addEventListener('abort', () => answer(failure('cancelled')))
          }),
        remove: (_document, id) => {
          this.removed.push(id)
          return Promise.resolve({ ok: true })
        },
      },
      document: 'document',
      online: this.online,
      isKnown: this.isKnown,
      isSaved: this.isSaved,
      kept: new KeptUploads({ document: 'document', rows, locks, keepsTexts: () => true }),
      clock: this.clock,
      say: (words) => this.said.push(words),
      refuse: (words) => this.refused.push(words),
    })
  }

  /** Resolves when everything that can go on has. */
  async add(...names: string[]): Promise<void> {
    this.uploads.add(
      names.map((name) => new File(['content'], name, { type: name.endsWith('.png') ? 'image/png' : '' })),
      null,
    )
    await settled()
  }

  async addLarge(bytes: number): Promise<void> {
    this.uploads.add([new File([new Uint8Array(bytes)], 'film.mov')], null)
    await settled()
  }

  /** Nobody says what is stored, and may be, before the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined
    this.#held = new Promise((resolve) => {
      release = resolve
    })
    return () => release()
  }

  get states(): string[] {
    return this.uploads.list.peek().map(({ name, state }) => `${name} ${state.name}`)
  }

  /** Names of those about which nobody is asked who leaves. */
  get kept(): string[] {
    return this.uploads.list.peek().flatMap(({ name, isKept }) => (isKept ? [name] : []))
  }

  get sent(): string[] {
    return this.sendings.map(({ name }) => name)
  }

  async answer(index: number, answer: Answer): Promise<void> {
    this.sendings[index]?.answer(answer)
    await settled()
  }
}

export function stored(id: string, type = 'image/png'): UploadAnswer {
  return { ok: true, file: { id, name: `${id}.png`, type, size: 1, createdAt: 0, by: '' } }
}
