import type { Clock } from '../lib/clock.ts'
import { Watch } from '../lib/watch.ts'
import type { DocumentStore } from '../storage/storage.ts'
import type { RoomRegistry } from './room-registry.ts'

/** Another process, `weft document`, may delete documents at any time: whoever is in them is told within two seconds. */
const LOOK_EVERY_MS = 1000

/** A room may be on its way to being opened, from what was read of a document before. */
const LOOK_BACK_MS = 60_000

interface DeletionWatchOptions {
  readonly documents: Pick<DocumentStore, 'heedDeleted'>
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

/** Closes the rooms of documents that were deleted by somebody who is not in them. */
export function watchDeletions(
  rooms: Pick<RoomRegistry, 'opened'>,
  { documents, clock, failed }: DeletionWatchOptions,
): Watch {
  return new Watch({
    clock,
    everyMs: LOOK_EVERY_MS,
    lookBackMs: LOOK_BACK_MS,
    // What was deleted while no server ran, too: something may be left of it.
    since: 0,
    look: async (since) => {
      for (const document of await documents.heedDeleted(since)) rooms.opened(document)?.close('deleted')
    },
    failed,
  })
}
