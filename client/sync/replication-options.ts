import type { DocumentTitle } from './document-title.ts'
import type { IncomingOptions } from './incoming.ts'
import type { LocalCopy } from './local-copy.ts'
import type { OfflineCache } from './offline-cache.ts'
import type { OwnLink } from './own-link.ts'
import type { OwnRole } from './own-role.ts'
import type { SetAside } from './set-aside.ts'

/** What a `Replication` is put together from. */
export interface ReplicationOptions extends IncomingOptions {
  readonly isVisit: boolean
  readonly cache: OfflineCache
  readonly copy: LocalCopy
  readonly title: DocumentTitle
  readonly link: OwnLink
  readonly role: OwnRole
  readonly setAside: SetAside
  readonly random: () => number
  /** The name to join under. */
  readonly name: () => string
  /** Something that the save status depends on may have changed. */
  readonly changed: () => void
}
