/**
 * The port for what needs a Y.Doc: made for one call in a worker thread and thrown away, so that the event loop never opens
 * a document.
 */
export interface DocumentMaker {
  /**
   * A snapshot of everything in `snapshot` (Yjs V2, or null) and `updates` (Yjs V1, in order). Rejects when a fresh Y.Doc that
   * loads it does not equal one that loaded the log.
   */
  snapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<MadeSnapshot>
}

export interface MadeSnapshot {
  /** Yjs V2. */
  readonly bytes: Uint8Array
  readonly stateVector: Uint8Array
  /** How many structs the state has: what a Y.Doc costs grows with these. */
  readonly structs: number
}
