import type { Readable } from 'node:stream'

/**
 * Where the bytes of files are, each under a name of its own that is never used twice (`mintBlob`). Which file of which document
 * a blob is, the database alone knows. Every method rejects with a `StorageError` when the place cannot do it.
 * `tests/contract/blob-store.ts` runs on every driver.
 */
export interface BlobStore {
  /**
   * A path on this machine at which nothing is yet, for what is to become a blob. What lies there is nobody's: it is removed when
   * the server starts.
   */
  stage(): Promise<string>

  /** Removes what is at such a path, if anything is. */
  discard(staged: string): Promise<void>

  /** Makes a staged file a blob, which is durable when this resolves; the staged one is gone then. */
  put(blob: string, staged: string): Promise<void>

  /** Null when there is no such blob. Also of those that were retired. The stream must be read or destroyed. */
  read(blob: string): Promise<OpenBlob | null>

  /** The blobs that there are, but for those that were retired, some at a time. */
  list(): AsyncIterable<readonly string[]>

  /** Sets blobs aside, since `at`, to be removed: whoever copies the database meanwhile may still come for them. */
  retire(blobs: readonly string[], at: number): Promise<void>

  /** Removes what was retired before a moment. Resolves to how many. */
  removeRetired(before: number): Promise<number>

  /** How many bytes there is room for. */
  room(): Promise<number>
}

export interface OpenBlob {
  /** In bytes. */
  readonly size: number
  readonly stream: Readable
}

/**
 * For so long a blob is there that no row names any more: a backup copies the database first, and comes for the blobs that its
 * copy names later.
 */
export const RETIRED_KEPT_MS = 6 * 60 * 60 * 1000

/** Of a blob: 128 random bits in hexadecimal, since not every file system tells upper from lower case. */
export const BLOB_NAME = /^[0-9a-f]{32}$/
