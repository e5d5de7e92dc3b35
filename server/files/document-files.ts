import type { Action } from '../../shared/access/roles.ts'
import type { FilesAnswer, StoredFile, UploadAnswer } from '../../shared/files/file-answers.ts'
import { cleanFileName } from '../../shared/files/file-name.ts'
import { isImageType } from '../../shared/files/image-types.ts'
import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { MAX_ACTOR_FILES, MAX_DOCUMENT_FILES, MIN_FREE_BYTES } from '../../shared/protocol/limits.ts'
import type { SimpleAnswer } from '../../shared/protocol/schemas.ts'
import type { Visitor } from '../access/admission.ts'
import { authorize } from '../access/authorize.ts'
import type { Budgets } from '../access/budgets.ts'
import { type Holder, holderOf } from '../access/holder.ts'
import { mintId } from '../access/keys.ts'
import type { Clock } from '../lib/clock.ts'
import type { BlobStore, OpenBlob } from '../storage/blob-store.ts'
import type { FileBounds, FileRecord } from '../storage/file-store.ts'
import type { Storage } from '../storage/storage.ts'
import type { FileExaminer } from './file-examiner.ts'
import { type Body, receive } from './incoming-file.ts'
import { UploadTurns } from './upload-turns.ts'

export interface FileLimits {
  /** Of one file, in bytes; with 0 none can be stored. */
  readonly fileBytes: number
  /** Of all files of a document, and of all that an actor stored, in bytes. */
  readonly documentBytes: number
  readonly actorBytes: number
}

export interface FileServices {
  readonly storage: Pick<Storage, 'access' | 'files'>
  readonly blobs: BlobStore
  readonly examiner: Pick<FileExaminer, 'examine'>
  readonly budgets: Pick<Budgets, 'uploads' | 'files'>
  readonly clock: Clock
  readonly limits: FileLimits
  readonly draining: () => boolean
}

/** What somebody stores. */
export interface Upload {
  readonly document: string
  /** As their device calls it. */
  readonly name: string
  /** In bytes, as it was announced; null when it was not. */
  readonly length: number | null
  readonly body: Body
  /** Whether whoever stores it has gone away, and would never hear that it is stored. */
  readonly isGone: () => boolean
}

/** A file that may be read, before its bytes are asked for. */
export interface FoundFile extends Pick<FileRecord, 'name' | 'type' | 'sha256'> {
  readonly ok: true
  /** As `BlobStore.read`; null when its bytes are lost, which `weft doctor` tells of. */
  readonly open: () => Promise<OpenBlob | null>
}

/**
 * The files that are stored with documents: whoever may write in one stores and deletes, whoever may read it reads, asked of what they
 * may at that moment. To who has nothing in the document it is answered as one that is not there, and as a file that is not.
 * A file is there once its bytes are durable and a row names them: in this order, so that a crash leaves bytes without a row at
 * most, which `FileSweep` finds.
 */
export class DocumentFiles {
  readonly #services: FileServices
  readonly #turns = new UploadTurns()

  constructor(services: FileServices) {
    this.#services = services
  }

  /** Blobs that will have a row in a moment. */
  get arriving(): ReadonlySet<string> {
    return this.#turns.blobs
  }

  /** Resolves once the file is durable. What is not read of the body is left to the caller. */
  async upload(visitor: Visitor, { length, ...upload }: Upload): Promise<UploadAnswer | Refusal> {
    const { blobs, budgets, limits } = this.#services
    const refused = this.#refusal(visitor, budgets.uploads)
    if (refused !== null) return refused
    const { document } = upload
    const holder = await this.#holder(visitor, document, 'upload')
    if ('ok' in holder) return holder
    if (limits.fileBytes === 0 || (length ?? 0) > limits.fileBytes) return refuse('file-too-large')
    if (await this.#isFull(document, holder, length ?? 0)) return refuse('quota-full')
    const most = length ?? limits.fileBytes
    // What others are sending is not on the disk yet.
    if ((await blobs.room()) - this.#turns.expectedBytes - most < MIN_FREE_BYTES) return refuse('storage-unavailable')
    const storing = this.#turns.take(visitor.address, most, (blob) => this.#store(visitor, upload, blob))
    return storing ?? slow(TURN_RETRY_MS)
  }

  /** The list of what is stored with the document, for whoever may read it. */
  async list(visitor: Visitor, document: string): Promise<FilesAnswer | Refusal> {
    const { storage, budgets, limits } = this.#services
    const refused = this.#refusal(visitor, budgets.files)
    if (refused !== null) return refused
    const holder = await this.#holder(visitor, document, 'read')
    if ('ok' in holder) return holder
    const files = await storage.files.list(document)
    return {
      ok: true,
      files: files.map(told),
      used: files.reduce((sum, { size }) => sum + size, 0),
      quota: limits.fileBytes === 0 ? 0 : limits.documentBytes,
      largest: limits.fileBytes,
    }
  }

  async find(visitor: Visitor, document: string, id: string): Promise<FoundFile | Refusal> {
    const { storage, budgets } = this.#services
    const refused = this.#refusal(visitor, budgets.files)
    if (refused !== null) return refused
    const holder = await this.#holder(visitor, document, 'read')
    if ('ok' in holder) return holder
    return this.#found(await storage.files.find(document, id))
  }

  /** An image of a document, for whoever else knows that they may see it. */
  async image(document: string, id: string): Promise<FoundFile | Refusal> {
    const file = await this.#services.storage.files.find(document, id)
    return this.#found(file !== null && isImageType(file.type) ? file : null)
  }

  async remove(visitor: Visitor, document: string, id: string): Promise<SimpleAnswer> {
    const { storage, budgets } = this.#services
    const refused = this.#refusal(visitor, budgets.files)
    if (refused !== null) return refused
    const holder = await this.#holder(visitor, document, 'edit')
    if ('ok' in holder) return holder
    return (await storage.files.remove(document, id)) ? { ok: true } : refuse('not-found')
  }

  /** Resolves when nobody stores anything any more. */
  settled(): Promise<void> {
    return this.#turns.settled()
  }

  async #store(
    visitor: Visitor,
    { document, name, body, isGone }: Omit<Upload, 'length'>,
    blob: string,
  ): Promise<UploadAnswer | Refusal> {
    const { storage, blobs, examiner, clock, limits } = this.#services
    const staged = await blobs.stage()
    try {
      const received = await receive(body, staged, limits.fileBytes)
      if (received !== 'whole') return refuse(received)
      const { type, size, sha256 } = await examiner.examine(staged)
      // It may have taken minutes: what they may now counts, and how full it is now.
      const holder = await this.#holder(visitor, document, 'upload')
      if ('ok' in holder) return holder
      if (await this.#isFull(document, holder, size)) return refuse('quota-full')
      // They may have thought better of it after its last byte.
      if (isGone()) return refuse('bad-request')
      await blobs.put(blob, staged)
      // What is put already is found by the sweep.
      if (isGone()) return refuse('bad-request')
      const { actor, name: by } = holder
      const stored = { id: mintId(), blob, name: cleanFileName(name), type, size, sha256, by, createdAt: clock.now() }
      const added = await storage.files.add(document, { ...stored, actor }, this.#bounds)
      if (added !== 'added') return refuse(added === 'not-found' ? added : 'quota-full')
      return { ok: true, file: told(stored) }
    } finally {
      await blobs.discard(staged)
    }
  }

  get #bounds(): FileBounds {
    const { documentBytes, actorBytes } = this.#services.limits
    return { documentBytes, actorBytes, documentFiles: MAX_DOCUMENT_FILES, actorFiles: MAX_ACTOR_FILES }
  }

  /** Before the bytes are taken, and once more when they are here; the row is what decides. */
  async #isFull(document: string, { actor }: Holder, size: number): Promise<boolean> {
    const used = await this.#services.storage.files.used(document, actor)
    const bounds = this.#bounds
    return (
      used.documentFiles >= bounds.documentFiles ||
      used.documentBytes + size > bounds.documentBytes ||
      used.actorFiles >= bounds.actorFiles ||
      used.actorBytes + size > bounds.actorBytes
    )
  }

  #found(file: FileRecord | null): FoundFile | Refusal {
    if (file === null) return refuse('not-found')
    const { name, type, sha256, blob } = file
    return { ok: true, name, type, sha256, open: () => this.#services.blobs.read(blob) }
  }

  #refusal({ ceiling, address }: Visitor, budget: Budgets['files']): Refusal | null {
    if (this.#services.draining()) return refuse('draining')
    if (ceiling === null) return refuse('sign-in-needed')
    return budget.take(address) ? null : slow(budget.waitMs(address))
  }

  async #holder(visitor: Visitor, document: string, action: Action): Promise<Holder | Refusal> {
    const { storage, clock } = this.#services
    const holder = await holderOf(storage.access, visitor, document, clock.now())
    if (holder === null) return refuse('not-found')
    const allowed = authorize(holder.actor, { roleOf: () => holder.role }, action)
    return allowed.ok ? holder : refuse(allowed.code)
  }
}

/** Others are done by then, or somebody of theirs is. */
const TURN_RETRY_MS = 2000

function told({ id, name, type, size, createdAt, by }: FileRecord): StoredFile {
  return { id, name, type, size, createdAt, by }
}
