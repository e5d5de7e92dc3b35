import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { backoffMs } from '../lib/backoff.ts'

/** Where the one connection of this page stands. Times are milliseconds since the Unix epoch. */
export type ConnectionState =
  | {
      readonly name: 'offline'
      /** When there was last a connection, or when the page started. */
      readonly since: number
      /** Attempts made since then. */
      readonly attempt: number
      /** Null when nothing will be tried: not started yet, or closed. */
      readonly retryAt: number | null
      /** What the server said when it turned the last attempt down. */
      readonly code: ErrorCode | null
    }
  | { readonly name: 'connecting'; readonly since: number; readonly attempt: number }
  | { readonly name: 'online' }
  /** The server will never take this page, whatever is tried. */
  | { readonly name: 'refused'; readonly code: ErrorCode }

export type ConnectionEvent =
  | { readonly name: 'dial' }
  | { readonly name: 'connected' }
  /** An attempt failed or the connection was lost; `jitter` in [0, 1) places the next attempt. */
  | { readonly name: 'failed'; readonly at: number; readonly jitter: number; readonly code: ErrorCode | null }
  | { readonly name: 'refused'; readonly code: ErrorCode }
  | { readonly name: 'closed'; readonly at: number }

/** The state after `event`; the same object when the event means nothing in this state (it came late). */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (state.name === 'refused') return state
  switch (event.name) {
    case 'dial':
      return state.name === 'offline' ? { name: 'connecting', since: state.since, attempt: state.attempt + 1 } : state
    case 'connected':
      return state.name === 'connecting' ? { name: 'online' } : state
    case 'failed': {
      if (state.name === 'offline') return state
      const attempt = state.name === 'connecting' ? state.attempt : 0
      const since = state.name === 'connecting' ? state.since : event.at
      return { name: 'offline', since, attempt, retryAt: event.at + backoffMs(attempt, event.jitter), code: event.code }
    }
    case 'refused':
      return { name: 'refused', code: event.code }
    case 'closed':
      return {
        name: 'offline',
        since: state.name === 'online' ? event.at : state.since,
        attempt: 0,
        retryAt: null,
        code: null,
      }
  }
}
