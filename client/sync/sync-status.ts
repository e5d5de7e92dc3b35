import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { reactionOf } from '../../shared/protocol/reactions.ts'
import type { ConnectionState } from '../transport/connection-state.ts'
import type { SaveStatus } from './session.ts'

/** Everything that a session knows about where its edits are. */
export interface SyncFacts {
  readonly begun: boolean
  /** The text is here: from this device, or from the server. */
  readonly loaded: boolean
  /** The server has said what it holds, over this connection, and it is here. */
  readonly joined: boolean
  /** Local edits (a title counts as one) that the server has not acknowledged. */
  readonly changes: number
  /** This device has confirmed every one of them. */
  readonly kept: boolean
  readonly connection: ConnectionState
  /** Why the server does not take this document's edits at the moment, or ever. */
  readonly trouble: ErrorCode | null
}

/** What the page may say. Only an acknowledgement makes "saved" true, and only a completed transaction "kept". */
export function saveStatus({ begun, loaded, joined, changes, kept, connection, trouble }: SyncFacts): SaveStatus {
  if (!begun) return { name: 'blank' }
  const code = trouble ?? codeOf(connection)
  if (code !== null && (changes > 0 || reactionOf(code) !== 'rejoin')) return { name: 'not-saved', changes, kept, code }
  if (connection.name === 'offline') return { name: 'offline', changes, kept, retryAt: connection.retryAt }
  if (connection.name === 'connecting' && connection.attempt > 1)
    return { name: 'offline', changes, kept, retryAt: null }
  if (loaded && changes > 0) return { name: 'saving', changes }
  // What the server acknowledged once it may have lost since, if it was put back to a backup: that shows when it is joined.
  return loaded && joined ? { name: 'saved' } : { name: 'opening' }
}

function codeOf(connection: ConnectionState): ErrorCode | null {
  if (connection.name === 'refused') return connection.code
  return connection.name === 'offline' ? connection.code : null
}
