import { z } from 'zod'
import { CommandError } from './command.ts'

/** Of the archive: raised when an older Weft could not restore it. With 2 came files. */
export const ARCHIVE_FORMAT = 2

export const MANIFEST_NAME = 'manifest.json'
export const DATABASE_NAME = 'weft.db'

/** Far more than a manifest of today needs; what is read before it is known what else there should be. */
export const MAX_MANIFEST_BYTES = 1024 * 1024

/** The first entry of every archive: what the others are. */
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestEntry = Manifest['entries'][number]

const entrySchema = z.strictObject({
  name: z.literal(DATABASE_NAME),
  bytes: z.int().nonnegative(),
  /** In hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const manifestSchema = z.strictObject({
  format: z.union([z.literal(1), z.literal(ARCHIVE_FORMAT)]),
  /** The version of the program that wrote it. */
  weft: z.string().max(100),
  /** Of the database. */
  schema: z.int().nonnegative(),
  /** When the copy was begun: everything acknowledged before is in it. */
  createdAt: z.iso.datetime(),
  /** In the order they have in the archive. */
  entries: z.tuple([entrySchema]),
  /** The blobs that follow them, `uploads/ab/abcdef…`. What each has to be, the database says. */
  files: z.optional(z.strictObject({ count: z.int().nonnegative(), bytes: z.int().nonnegative() })),
})

/** A blob's place in the archive, and below DATA_DIR. */
export const BLOB_ENTRY = /^uploads\/([0-9a-f]{2})\/\1[0-9a-f]{30}$/

export function blobEntry(blob: string): string {
  return `uploads/${blob.slice(0, 2)}/${blob}`
}

export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Throws a CommandError when it is not the manifest of an archive that this program can restore. */
export function readManifest(text: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new CommandError('it is no backup of Weft: its manifest cannot be read', { cause: error })
  }
  const parsed = manifestSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const { format } = z
    .object({ format: z.number().catch(0) })
    .catch({ format: 0 })
    .parse(json)
  if (format > ARCHIVE_FORMAT) throw new CommandError('it was written by a newer Weft; restore it with that one')
  throw new CommandError('it is no backup of Weft: its manifest is not one', { cause: parsed.error })
}
