/** The layers that frames are aimed at, from the outside in. */
export const LAYERS = ['http', 'engine', 'websocket', 'packet', 'event', 'update', 'awareness'] as const
export type Layer = (typeof LAYERS)[number]

/**
 * How far a connection has come before the frame: just opened; upgraded to a websocket that Engine.IO serves; in the documents
 * namespace; a member of a document, with its key.
 */
export type Depth = 'plain' | 'upgraded' | 'entered' | 'member'

/** One thing to send, as the bytes that go into the TCP connection. */
export interface Frame {
  readonly layer: Layer
  readonly depth: Depth
  /** What the generator meant by it, for whoever reads a finding. */
  readonly what: string
  readonly bytes: Uint8Array
}
