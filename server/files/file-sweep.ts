import type { Clock } from '../lib/clock.ts'
import { type BlobStore, RETIRED_KEPT_MS } from '../storage/blob-store.ts'
import type { FileStore } from '../storage/file-store.ts'

export interface SweepServices {
  readonly files: Pick<FileStore, 'unnamed'>
  readonly blobs: BlobStore
  /** Blobs that will have a row in a moment. */
  readonly arriving: () => ReadonlySet<string>
  readonly clock: Clock
  readonly isStopped: () => boolean
}

/** Names that the database is asked about at once: saves wait for each answer. */
const ASKED_AT_ONCE = 200

/**
 * Removes blobs that no row names: those of files, or of whole documents, that were deleted, and what a crash left between a blob and its
 * row. They are retired first, and go RETIRED_KEPT_MS later. Resolves to how many it retired and removed.
 */
export async function sweepBlobs(
  services: SweepServices,
): Promise<{ readonly retired: number; readonly removed: number }> {
  const { files, blobs, arriving, clock, isStopped } = services
  const removed = await blobs.removeRetired(clock.now() - RETIRED_KEPT_MS)
  let retired = 0
  for await (const names of blobs.list()) {
    for (let at = 0; at < names.length && !isStopped(); at += ASKED_AT_ONCE) {
      // Looked at before the rows are: one that stops arriving meanwhile has its row by then.
      const isArriving = arriving()
      const candidates = names.slice(at, at + ASKED_AT_ONCE).filter((name) => !isArriving.has(name))
      const unnamed = await files.unnamed(candidates)
      await blobs.retire(unnamed, clock.now())
      retired += unnamed.length
    }
    if (isStopped()) break
  }
  return { retired, removed }
}
