import * as z from 'zod/mini'

/** Colours a person can have; the palette itself is the page's (`client/themes`), by this index. */
export const COLOR_COUNT = 12

/** A Yjs relative position as `Y.relativePositionToJSON` gives it: opaque to the server, bounded by MAX_AWARENESS_BYTES. */
const relativePosition = z.record(z.string(), z.unknown())

/** What a client may say of itself. Everything else in presence is the server's word. */
export const cursorState = z.object({
  cursor: z.nullable(z.object({ anchor: relativePosition, head: relativePosition })),
})
export type CursorState = z.output<typeof cursorState>

/** The awareness state that reaches the others: the client's cursor, stamped by the server with who it is. */
export const presenceState = z.object({
  ...cursorState.shape,
  user: z.object({
    /** Opaque and stable for one actor in one document, so that two tabs of one person show as one. */
    id: z.string(),
    name: z.string(),
    color: z.number(),
  }),
})
export type PresenceState = z.output<typeof presenceState>
export type PresenceUser = PresenceState['user']
