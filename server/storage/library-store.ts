import type { Standing } from './access-store.ts'

/**
 * The documents of an actor, as a list tells of them, and what of that is the actor's own affair. Part of `Storage`, whose
 * promises hold here too. Times are milliseconds since the Unix epoch.
 */
export interface LibraryStore {
  /**
   * The documents in which the actor with this token has something, or was removed, those made last first: at most `limit`, after the one with
   * the id `after` (null: from the first). What is in the trash is told to its owner alone. Null when they have nothing in
   * `after`.
   */
  page(tokenHash: Uint8Array, after: string | null, limit: number): Promise<LibraryEntry[] | null>

  /** The actor puts a document away since `at`, or takes it out again (null). False when they have nothing in it. */
  archive(document: string, actor: string, at: number | null): Promise<boolean>

  /** In whose trash the document is; null when it is in none. */
  trashOwner(document: string): Promise<string | null>
}

export interface LibraryEntry {
  readonly id: string
  readonly title: string | null
  /** As a `DocumentRecord` has it. */
  readonly firstLine: string | null
  readonly createdAt: number
  /** When the last update was made; `createdAt` when there is none. */
  readonly editedAt: number
  readonly trashedAt: number | null
  readonly archivedAt: number | null
  /** As the owner was called in it last; '' when that was never said. */
  readonly ownerName: string
  readonly standing: Standing
}

/** A document in the trash for so long is deleted. */
export const TRASH_KEPT_MS = 30 * 24 * 60 * 60 * 1000
