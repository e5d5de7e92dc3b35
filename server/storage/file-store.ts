/**
 * The files that are stored with documents, as rows: what each is called and which blob holds its bytes. Part of `Storage`, whose
 * promises hold here too. The bytes are a `BlobStore`'s: a blob is stored before a row names it, and removed after none does. Files
 * of a document in the trash are kept and not found. Times are milliseconds since the Unix epoch, sizes are in bytes.
 */
export interface FileStore {
  /**
   * Names a blob that is durable. `document-full`, `actor-full`: with it there would be more than the bounds say, of the document or
   * of all that the actor stored anywhere; then nothing is stored.
   */
  add(
    document: string,
    file: NewFile,
    bounds: FileBounds,
  ): Promise<'added' | 'not-found' | 'document-full' | 'actor-full'>

  /** Null when the document, or such a file in it, is not there. */
  find(document: string, id: string): Promise<FileRecord | null>

  /** Those stored last first. */
  list(document: string): Promise<FileRecord[]>

  /** What is used up so far, before a file is taken in. */
  used(document: string, actor: string): Promise<UsedFiles>

  /** False when it is not there. */
  remove(document: string, id: string): Promise<boolean>

  /** Those of the blobs that no row names, whatever became of its document. */
  unnamed(blobs: readonly string[]): Promise<string[]>
}

export interface FileRecord {
  readonly id: string
  readonly blob: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: Uint8Array
  /** What whoever stored it was called; '' when that is not known. */
  readonly by: string
  readonly createdAt: number
}

export interface NewFile extends FileRecord {
  readonly actor: string
}

export interface FileBounds {
  readonly documentBytes: number
  readonly documentFiles: number
  readonly actorBytes: number
  readonly actorFiles: number
}

export interface UsedFiles {
  readonly documentBytes: number
  readonly documentFiles: number
  /** Each blob counts once, also where a copy of a document names it again. */
  readonly actorBytes: number
  /** Those of copies count, too. Beyond `MAX_ACTOR_FILES` no more are counted, here and in `actorBytes`. */
  readonly actorFiles: number
}
