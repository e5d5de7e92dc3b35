/** What the routes of a document's files answer when all is well, as JSON; a refusal is a `Refusal`. */

/** `POST api/documents/<document>/files`: the file is durable. */
export interface UploadAnswer {
  readonly ok: true
  readonly file: StoredFile
}

/** `GET api/documents/<document>/files`: those stored last first. */
export interface FilesAnswer {
  readonly ok: true
  readonly files: readonly StoredFile[]
  /** What all of them take, and may take, in bytes. */
  readonly used: number
  readonly quota: number
  /** What one may have, in bytes; 0 where none can be stored. */
  readonly largest: number
}

export interface StoredFile {
  /** 22 characters of base64url. */
  readonly id: string
  /** As the device of whoever stored it called it. */
  readonly name: string
  /** `image/png`, `image/jpeg`, `image/gif`, `image/webp` or `image/avif`, by its content; of all else `application/octet-stream`. */
  readonly type: string
  /** In bytes, as it is stored. */
  readonly size: number
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
  /** What whoever stored it was called; '' when that is not known. */
  readonly by: string
}
