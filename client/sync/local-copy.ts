import { type Clock, Later } from '../lib/clock.ts'
import { concatenated } from '../lib/concatenated.ts'
import type { CachedDocument, DocumentRecord, NewBranch, OfflineCache, Progress, Replacement } from './offline-cache.ts'
import type { OutboxEntry } from './outbox.ts'

/** More rows are made one when there is time: each costs at the next opening. */
const MAX_ROWS = 200
/** Of a long document more, a row for so many bytes: to make them one is to write all of it again, and the page stands still. */
const BYTES_A_ROW = 1_000

/** Whether a copy of so many rows, of a document of so many bytes, costs more than it would to make it one row. */
export function isInPieces(rows: number, byteLength: number): boolean {
  return rows > Math.max(MAX_ROWS, byteLength / BYTES_A_ROW)
}

/** What this device could not store is tried again this much later: somebody may have made room. */
const KEEP_AGAIN_MS = 5000

/** Of all rows, in bytes. */
export function lengthOf(rows: CachedDocument['rows']): number {
  return rows.reduce((sum, { frames }) => sum + (frames?.byteLength ?? 0), 0)
}

/** A local update on its way: to this device, and to the server. */
export interface LocalEntry extends OutboxEntry {
  /** The document's epoch when it was made; 0 when none was known. */
  readonly epoch: number
  /** Its row in the cache; null until that is stored, and for ever when it cannot be. */
  row: number | null
}

/** What continues from `progress.after` and reaches up to `progress.sequence`, as `joinFrames` has it. */
interface Arrived {
  readonly frames: Uint8Array[]
  byteLength: number
  progress: Progress
}

/** A row that is damaged costs all that is in it. */
const MAX_ARRIVED_BYTES = 64 * 1024

function continues({ progress: before }: Arrived, { epoch, after }: Progress): boolean {
  return before.epoch === epoch && before.sequence === after
}

/**
 * One open document's writes to the cache, in the order of their calls. That order keeps the cache's promise to hold
 * everything up to its sequence: an own update is stored before the frame or acknowledgement whose sequence covers it.
 */
export class LocalCopy {
  readonly #cache: OfflineCache
  readonly #document: string
  readonly #changed: () => void
  #queue: Promise<unknown> = Promise.resolve()
  #rows = 0
  /** Of the document, when its rows were made one last. */
  #bytes = 0
  /** As the cache has it; null while it does not have the document. */
  #key: string | null = null
  /** In order: one that could not be stored (no room left) goes before those that build on it. */
  #unkept: LocalEntry[] = []
  readonly #keepAgain: Later
  #record: DocumentRecord | null = null
  /** What the server sent, while it is the last in the queue and not being stored yet: what follows is stored with it. */
  #arrived: Arrived | null = null
  /** True when something could not be stored: the cache stays where it is until a replacement succeeds. */
  #behind = false

  /** `changed` is called when an entry got its row. */
  constructor(cache: OfflineCache, document: string, clock: Clock, changed: () => void) {
    this.#cache = cache
    this.#keepAgain = new Later(clock, KEEP_AGAIN_MS, () => void this.#run(() => this.#keepAll()))
    this.#document = document
    this.#changed = changed
  }

  /** True when a replacement by one state would repair the cache or make the next opening faster. */
  get isUntidy(): boolean {
    return this.#behind || isInPieces(this.#rows, this.#bytes)
  }

  /** True when an entry is on this device for good. */
  isKept(entry: LocalEntry): boolean {
    return this.#cache.durable && entry.row !== null
  }

  /** The cache held the document already. */
  opened({ record, rows }: CachedDocument): void {
    this.#rows = rows.length
    this.#bytes = lengthOf(rows)
    this.#key = record.key || null
  }

  /** Sees to it that the cache has the document. One that it has already keeps its key. */
  begin(record: DocumentRecord): void {
    this.#record = record
    if (this.#key !== null) return
    this.#key = record.key || null
    void this.#run(() => this.#cache.begin(record))
  }

  /** The server says that the key is a link's. One that gives less than what one has takes no other's place. */
  provedKey(key: string, isWeaker: boolean): void {
    if (this.#key === key || (isWeaker && this.#key !== null)) return
    this.#key = key
    void this.patch({ key })
  }

  patch(fields: Parameters<OfflineCache['patch']>[1]): Promise<boolean> {
    return this.#run(() => this.#cache.patch(this.#document, fields))
  }

  keep(entry: LocalEntry): void {
    this.#unkept.push(entry)
    void this.#run(() => this.#keepAll())
  }

  receive(frames: Uint8Array, progress: Progress): void {
    const before = this.#arrived
    if (before !== null && continues(before, progress) && before.byteLength < MAX_ARRIVED_BYTES) {
      before.frames.push(frames)
      before.byteLength += frames.byteLength
      before.progress = { ...progress, after: before.progress.after }
      return
    }
    const arrived: Arrived = { frames: [frames], byteLength: frames.byteLength, progress }
    void this.#run(async () => {
      if (this.#arrived === arrived) this.#arrived = null
      if (this.#behind) return
      this.#rows += 1
      await this.#cache.appendRemote(this.#document, { ...arrived.progress, frames: concatenated(arrived.frames) })
    })
    this.#arrived = arrived
  }

  confirm(entries: readonly LocalEntry[], progress: Progress): void {
    void this.#run(async () => {
      this.#unkept = this.#unkept.filter((entry) => !entries.includes(entry))
      const rows = entries.flatMap((entry) => entry.row ?? [])
      this.#rows += rows.length
      // What is acknowledged but not here leaves a gap, and the cache may not step over it.
      const sequence = this.#behind ? 0 : progress.sequence
      await this.#cache.confirm(this.#document, { ...progress, sequence, rows })
    })
  }

  replace(replacement: Replacement): void {
    void this.#run(async () => {
      const isStored = await this.#cache.replace(this.#document, replacement)
      // One that is further may be from before the server was put back: then what comes next does not continue it.
      this.#behind = !isStored
      if (!isStored) return
      this.#rows = 1
      this.#bytes = replacement.state.byteLength
    })
  }

  /** Resolves to the branch's id; null when this device could not store it. */
  setAside(entries: readonly LocalEntry[], branch: Omit<NewBranch, 'rows'>): Promise<number | null> {
    return this.#run(() => {
      this.#unkept = this.#unkept.filter((entry) => !entries.includes(entry))
      return this.#cache.addSetAside({ ...branch, rows: entries.flatMap((entry) => entry.row ?? []) })
    })
  }

  /** Resolves when everything asked for so far is stored, or could not be. */
  async settled(): Promise<void> {
    await this.#queue
  }

  /** Nothing more is tried again. */
  stop(): void {
    this.#keepAgain.cancel()
  }

  async #keepAll(): Promise<void> {
    for (let entry = this.#unkept[0]; entry !== undefined; entry = this.#unkept[0]) {
      const { clientId, epoch, update } = entry
      entry.row = await this.#cache.appendPending(this.#document, { clientId, epoch, update })
      // Another tab may have made this device forget the document, which is still written in here.
      if (entry.row === null && this.#record !== null && (await this.#cache.begin(this.#record)))
        entry.row = await this.#cache.appendPending(this.#document, { clientId, epoch, update })
      if (entry.row === null) {
        this.#behind = true
        this.#keepAgain.schedule()
        break
      }
      this.#unkept.shift()
    }
    this.#changed()
  }

  #run<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#arrived = null
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => {})
    return done
  }
}
