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

  /** The update that types `text` into an empty document. */
  seed(text: string): Promise<Seed>
}

export interface MadeSnapshot {
  /** Yjs V2. */
  readonly bytes: Uint8Array
  readonly stateVector: Uint8Array
}

export interface Seed {
  /** Yjs V1. */
  readonly update: Uint8Array
  /** Whom the update says it is by. */
  readonly clientId: number
}
