/** Colours a person can have; the palette itself is the page's (`client/themes`), by this index. */
export const COLOR_COUNT = 12

/** A Yjs relative position as `Y.relativePositionToJSON` gives it: opaque to the server, bounded by MAX_AWARENESS_BYTES. */
export type RelativePositionJson = Readonly<Record<string, unknown>>

export interface CursorState {
  readonly cursor: { readonly anchor: RelativePositionJson; readonly head: RelativePositionJson } | null
}

/** The awareness state that reaches the others: what the client says of itself (`ClientState`), stamped by the server with who it is. */
export interface PresenceState extends CursorState {
  readonly user: {
    /** Opaque and stable for one actor in one document, so that two tabs of one person show as one. */
    readonly id: string
    readonly name: string
    readonly color: number
  }
}
export type PresenceUser = PresenceState['user']

/** The cursor in an awareness state, and nothing else of it; null when it has not this shape. */
export function readCursorState(state: unknown): CursorState | null {
  if (!isRecord(state)) return null
  const cursor = state['cursor'] ?? null
  if (cursor === null) return { cursor }
  if (!isRecord(cursor)) return null
  const { anchor, head } = cursor
  return isRecord(anchor) && isRecord(head) ? { cursor: { anchor, head } } : null
}

/** What the server sent of somebody; null when it has not this shape. */
export function readPresenceState(state: unknown): PresenceState | null {
  const cursorState = readCursorState(state)
  if (cursorState === null || !isRecord(state) || !isRecord(state['user'])) return null
  const { id, name, color } = state['user']
  if (typeof id !== 'string' || typeof name !== 'string' || typeof color !== 'number') return null
  return { ...cursorState, user: { id, name, color } }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
