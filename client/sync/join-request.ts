import type * as Y from 'yjs'
import { MAX_CLIENT_IDS_PER_JOIN } from '../../shared/protocol/limits.ts'
import type { JoinRequest } from '../../shared/protocol/schemas.ts'
import type { Branch } from './branch.ts'
import type { HeldLog } from './held-log.ts'
import type { Renewal } from './renewal.ts'

/** What a page tells of itself when it joins. */
export interface JoiningPage {
  readonly document: string
  /** '' for none. */
  readonly key: string
  /** Undefined for a page that nobody looks at. */
  readonly name: string | undefined
  /** What will take in the answer. */
  readonly doc: Y.Doc
  /** What goes on in `doc`; null when nothing does. */
  readonly branch: Branch | null
  readonly held: HeldLog
  readonly renewal: Renewal
}

export function joinRequest({ document, key, name, doc, branch, held, renewal }: JoiningPage): JoinRequest {
  const others = new Set(branch?.outbox.entries.map((entry) => entry.clientId))
  // What is brought back to a server that lost it may be of any of them.
  if (held.isOvertaken || renewal.keepsOwn) for (const id of renewal.ownIds) others.add(id)
  others.delete(doc.clientID)
  const continued = branch === null ? null : held.continuable
  return {
    document,
    ...(key !== '' && { key }),
    clientId: doc.clientID,
    ...(name !== undefined && { name }),
    ...(others.size > 0 && { pendingClientIds: [...others].slice(0, MAX_CLIENT_IDS_PER_JOIN - 1) }),
    ...(continued !== null && { held: continued }),
  }
}
