import type { Role } from '../access/roles.ts'

/** What the library's routes answer when all is well, as JSON; a refusal is a `Refusal`. */

/** One page of somebody's documents, those made last first. */
export interface ListAnswer {
  readonly ok: true
  readonly documents: readonly ListedDocument[]
  /** What the next page comes after; null on the last. */
  readonly next: string | null
}

export interface DuplicateAnswer {
  readonly ok: true
  /** So many of the document's files are not in the copy: nobody has more than `MAX_ACTOR_FILES`. Absent when all of them are. */
  readonly leftFiles?: number
}

/** A document in which somebody has something. Times are milliseconds since the Unix epoch. */
export interface ListedDocument {
  readonly document: string
  /** As somebody named it; null until then. */
  readonly title: string | null
  /** What to call it without a title, as the server read the text last; null when it did not yet. */
  readonly firstLine: string | null
  readonly role: Role
  /** As the owner was called in it last; '' when that was never said. */
  readonly ownerName: string
  readonly createdAt: number
  readonly editedAt: number
  /** Since when it is put away; null when it is not. */
  readonly archivedAt: number | null
  /** Since when it is in the trash, of its owner alone; null when it is not. */
  readonly trashedAt: number | null
}
