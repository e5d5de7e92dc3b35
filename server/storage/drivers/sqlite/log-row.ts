/** One row of the log. */
export interface LogRow {
  readonly sequence: number
  readonly at: number
  /** The actor's integer key. */
  readonly actor: number
  readonly clientId: number
  readonly update: Uint8Array
}

/** In which a log is read: to its beginning, or to its end. */
export type Direction = 'back' | 'on'
