/** Where a client goes, and as whom. */
export interface Target {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** An id and a key as Weft wants them: 22 characters. The other systems know documents by a name alone. */
  readonly document: string
  readonly key: string
  readonly clientId: number
  /** Weft's documents are made before they are joined; the others come to be. */
  readonly creates: boolean
}

export interface ClientEvents {
  /** A Yjs V1 update, from the others or (with some systems) one's own. */
  onUpdate(update: Uint8Array): void
  /** A whole document as one Yjs V2 update, when it is opened. */
  onSnapshot(update: Uint8Array): void
  /** The server has taken the update with this number: what that means, the table of systems says. */
  onAcknowledged(number: number): void
  onRefused(number: number, code: string): void
  /** The connection ended, and we did not end it. */
  onClosed(why: string): void
}

/** A connection to one document that knows no Y.Doc and does as little as can be done. */
export interface LightClient {
  /** One Yjs V1 update; `number` comes back with its acknowledgement. */
  send(update: Uint8Array, number: number): void
  /** So far, with what the websocket needs. */
  readonly bytesRead: number
  close(): void
}

/** Resolves when the client is in the document and was told what is in it. */
export type Connect = (target: Target, events: ClientEvents) => Promise<LightClient>
