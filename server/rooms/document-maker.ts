/**
 * The port for what needs a Y.Doc: made for one call in a worker thread and thrown away, so that the event loop never opens
 * a document. `snapshot` is Yjs V2, or null, `updates` Yjs V1, in order of sequence.
 */
export interface DocumentMaker {
  /** A snapshot of everything in `snapshot` and `updates`, or why there can be none. */
  snapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<SnapshotAnswer>

  /** The text of everything in `snapshot` and `updates`; null when they cannot be read, or that takes too many steps. */
  text(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Promise<string | null>

  /**
   * The text in UTF-8 after the first `count` updates of a log, which come as frames (`frames.ts`) and are the maker's from then on;
   * null as above.
   */
  replay(frames: readonly Uint8Array<ArrayBuffer>[], count: number): Promise<Uint8Array<ArrayBuffer> | null>

  /** What would become of a document if this update were stored. */
  trial(snapshot: Uint8Array | null, updates: readonly Uint8Array[], update: Uint8Array): Promise<TrialAnswer>

  /** The state with which a document can go on that no snapshot can be made of; null when `snapshot` itself cannot be read. */
  mend(snapshot: Uint8Array | null, updates: readonly AuthoredUpdate[]): Promise<Mended | null>
}

/**
 * Not `ok`: a fresh Y.Doc that loads the state does not equal one that loaded the log, or loading takes too many steps
 * (`integration-steps.ts`), or throws.
 */
export type SnapshotAnswer =
  | { readonly ok: true; readonly made: MadeSnapshot }
  | { readonly ok: false; readonly reason: string }

export interface MadeSnapshot {
  /** Yjs V2. */
  readonly bytes: Uint8Array
  readonly stateVector: Uint8Array
  /** How many structs the state has: what a Y.Doc costs grows with these. */
  readonly structs: number
  /** As `titleFromText` reads its text. */
  readonly firstLine: string
}

/** `forged`: after it the document could be read in two ways (`forgery.ts`). */
export type TrialAnswer = 'sound' | 'too-slow' | 'forged'

export interface AuthoredUpdate {
  readonly sequence: number
  readonly actor: string
  readonly update: Uint8Array
}

export interface Mended {
  /** The document's text as one plain insertion. */
  readonly made: MadeSnapshot
  /** The updates that it is without. */
  readonly quarantined: readonly { readonly sequence: number; readonly reason: string }[]
  /** The actors that made it necessary, as far as one can tell. */
  readonly suspects: readonly string[]
}
