import type { ReadonlySignal } from '@preact/signals-core'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { LinkRole, Role } from '../../shared/access/roles.ts'
import type { PresenceUser } from '../../shared/document/presence.ts'
import type { ErrorCode, Refusal } from '../../shared/protocol/errors.ts'
import type { AnswerOf, MessageOf, PayloadOf } from '../transport/wire.ts'

/**
 * One open document as the page sees it. `DocumentSession` (document-session.ts) is the real one; panels and the editor
 * know this type alone.
 */
export interface Session {
  readonly document: string
  /** The secret of the link that one came by: what stands in the address. '' without one. Observed like a signal. */
  readonly key: string
  /** That link; null until the server said it, and when the key is no link's. */
  readonly link: ReadonlySignal<OwnShareLink | null>

  /** Replaced as a whole when the local branch is set aside; the editor is then built anew. Null while opening. */
  readonly replica: ReadonlySignal<Replica | null>
  readonly status: ReadonlySignal<SaveStatus>
  /** True from the first edit of a blank page on: it has an address now. True at once for a document opened by link. */
  readonly begun: ReadonlySignal<boolean>
  /** As somebody named it; null until then. */
  readonly title: ReadonlySignal<string | null>
  /** `title`, or else the first line of the text. */
  readonly displayTitle: ReadonlySignal<string>
  /** This browser's role; null until the server said it. Used to hide, never to decide. */
  readonly role: ReadonlySignal<Role | null>
  /** The same, and until the server said it what it was when this device last had the document, or what the address says. */
  readonly lastKnownRole: ReadonlySignal<Role | null>
  readonly online: ReadonlySignal<boolean>
  /** Everybody here, oneself first; two tabs of one person are one. */
  readonly people: ReadonlySignal<readonly Person[]>
  /** Set when the document cannot be had (`not-found`, `too-old`, ...): the page says so instead of the editor. */
  readonly closed: ReadonlySignal<ErrorCode | null>
  /** The last title that the server refused for good; null while there is none. */
  readonly refusedTitle: ReadonlySignal<{ readonly title: string; readonly code: ErrorCode } | null>
  /** This device has not answered in time whether it has the document: that the server has none says nothing yet. */
  readonly awaitsDevice: ReadonlySignal<boolean>
  /** Branches of this document that the server could not accept, newest first. */
  readonly setAside: ReadonlySignal<readonly SetAsideBranch[]>

  /** What was written just now is stored and sent at once, and not behind the next frame. */
  flush(): void
  /** `displayTitle` as of now: typing alone brings it a moment later. */
  refreshTitle(): void
  /** Kept on this device at once and sent when there is a connection. */
  rename(title: string): void
  introduce(name: string): void
  /** Resolves when the server deleted the document for everybody, or refused. Needs a connection. */
  delete(): Promise<{ readonly ok: true } | Refusal>
  discardSetAside(branch: SetAsideBranch): Promise<void>
  /** Asks or changes who has access, or asks what the document was. Needs a connection. */
  request<Event extends SessionRequest>(
    event: Event,
    fields: Omit<PayloadOf<Event>, 'document'>,
  ): Promise<AnswerOf<Event>>
  /** The link that one came by has this secret now; '' when it opens nothing any more. */
  rekey(key: string): void
  /** Calls `listener` with what the server says of who has access; the returned function ends that. */
  on<Event extends AccessMessage>(event: Event, listener: (message: MessageOf<Event>) => void): () => void
  /** Tries the connection now instead of at the next back-off. */
  retryNow(): void
  /** Leaves the document and releases everything. What waits to be sent stays on this device. */
  close(): Promise<void>
}

/** What is asked or changed of who may be in a document, by those in it and those before it; and what is asked of its past. */
export type SessionRequest =
  | 'sharing'
  | 'add-link'
  | 'revoke-link'
  | 'rotate-link'
  | 'set-role'
  | 'share-with'
  | 'publish'
  | 'unpublish'
  | 'give-up'
  | 'ask'
  | 'join'
  | 'history'
  | 'version'
export type AccessMessage = 'asked' | 'sharing-changed' | 'granted'

/** A share link as whoever comes by it knows it. */
export interface OwnShareLink {
  readonly link: string
  readonly role: LinkRole
  /** Milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null
  readonly hasPassword: boolean
}

export interface Replica {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly awareness: Awareness
}

/** Never wrong: each says only what is known to have happened. */
export type SaveStatus =
  /** The server has not answered yet what it holds; the text may be here, from this device. */
  | { readonly name: 'opening' }
  /** A blank page: nothing to save. */
  | { readonly name: 'blank' }
  /** Everything typed here is in the server's durable storage. */
  | { readonly name: 'saved' }
  /** Connected, and waiting for the server to confirm `changes` edits. */
  | { readonly name: 'saving'; readonly changes: number }
  /** No connection. `kept` is true when IndexedDB confirmed all `changes` (0: nothing waits). */
  | { readonly name: 'offline'; readonly changes: number; readonly kept: boolean; readonly retryAt: number | null }
  /** The server cannot take edits right now, and why; `kept` as above. */
  | { readonly name: 'not-saved'; readonly changes: number; readonly kept: boolean; readonly code: ErrorCode }

export interface Person extends PresenceUser {
  readonly self: boolean
  readonly clientIds: readonly number[]
}

/** Edits of this device that the server refused for good, kept until the person decides. */
export interface SetAsideBranch {
  readonly id: number
  readonly document: string
  readonly at: number
  readonly code: ErrorCode
  /** The whole text as this device had it. */
  readonly text: string
  /** The refused edits, as one Yjs V1 update. */
  readonly update: Uint8Array
}
