import { hasFiles } from './migrations.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { openReadOnly } from './sqlite-reader.ts'

/** A blob that a database names, and one of the files that it is. */
export interface NamedBlob {
  readonly blob: string
  /** In bytes. */
  readonly size: number
  readonly sha256: Uint8Array
  readonly document: string
  readonly file: string
  readonly name: string
}

const FILES = `
  SELECT blob, size, sha256, documents.id AS document, files.id AS file, name
  FROM files JOIN documents ON documents.key = document`

/** All that the folder's database names, in order; it is of this version or an older one. Throws a `StorageError`. */
export function namedBlobs(directory: string): NamedBlob[] {
  return read(directory, (database) => database.prepare<NamedBlob>(`${FILES} GROUP BY blob ORDER BY blob`).all())
}

/** Those of one document. */
export function blobsOfDocument(directory: string, document: string): NamedBlob[] {
  return read(directory, (database) => database.prepare<NamedBlob>(`${FILES} WHERE documents.id = ?`).all(document))
}

function read(directory: string, work: (database: SqliteDatabase) => NamedBlob[]): NamedBlob[] {
  const database = openReadOnly(directory)
  try {
    return hasFiles(database) ? work(database) : []
  } finally {
    database.close()
  }
}
