import type { Deed } from './deeds.ts'

/** What the routes of administration answer when all is well, as JSON. Times are milliseconds since the Unix epoch. */

/** A part of a list, newest first. */
export interface PageAnswer<Row> {
  readonly ok: true
  readonly rows: readonly Row[]
  /** There are older ones. */
  readonly isMore: boolean
}

export interface UsageAnswer {
  readonly ok: true
  readonly usage: Usage
}

/** Where somebody gives themselves a password: an address without that of the server. */
export interface ResetLinkAnswer {
  readonly ok: true
  readonly path: string
}

export interface ExportAnswer {
  readonly ok: true
  readonly title: string | null
  /** Markdown. */
  readonly text: string
}

/** In every list: a number that grows with time. */
interface Placed {
  readonly place: number
}

export interface ListedAccount extends Placed {
  readonly id: string
  readonly email: string
  readonly isAdmin: boolean
  /** False for who comes by a provider alone. */
  readonly hasPassword: boolean
  readonly createdAt: number
  readonly suspendedAt: number | null
  /** Null for who was never signed in. */
  readonly lastUsedAt: number | null
  /** That it owns. */
  readonly documents: number
}

export interface ListedSession extends Placed {
  readonly id: string
  readonly account: string
  readonly email: string
  readonly device: string
  readonly createdAt: number
  readonly lastUsedAt: number
}

export interface ListedDocument extends Placed {
  readonly id: string
  readonly title: string | null
  readonly createdAt: number
  /** Null when that is never, or cannot be read. */
  readonly editedAt: number | null
  /** Of all that is stored of it, history and files included. */
  readonly bytes: number
  readonly owner: Somebody
  /** Who has access, the owner counted in. */
  readonly people: number
  /** That are not revoked. */
  readonly links: number
  /** Since when it is in its owner's trash; null when it is not. */
  readonly trashedAt: number | null
  /** The last part of the address at which everybody may read it, unless it is in the trash; null when it is not published. */
  readonly slug: string | null
}

export interface AuditEntry extends Placed {
  readonly at: number
  readonly deed: Deed
  /** Null for who runs the server. */
  readonly by: Somebody | null
  /** Whom it was done to, if that is somebody else. */
  readonly about: Somebody | null
  readonly document: string | null
  readonly link: string | null
  readonly detail: string | null
}

/** An actor. */
export interface Somebody {
  readonly actor: string
  /** Null for a guest. */
  readonly email: string | null
}

export interface Usage {
  readonly documents: number
  readonly accounts: number
  readonly guests: number
  readonly sessions: number
  readonly auditEntries: number
  /** Of the database; what is not written into it yet is in its log. */
  readonly databaseBytes: number
  readonly logBytes: number
  /** In the database, for what comes. */
  readonly unusedBytes: number
  readonly files: number
  /** Of files that are stored with documents, each once, however many copies name it. */
  readonly fileBytes: number
  /** On the disk. */
  readonly freeBytes: number
}
