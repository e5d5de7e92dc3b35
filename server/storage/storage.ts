import type { AccessStore } from './access-store.ts'
import type { AccountStore } from './account-store.ts'
import type { AdminStore } from './admin-store.ts'
import type { FileStore } from './file-store.ts'
import type { LibraryStore } from './library-store.ts'
import type { PublicationStore } from './publication-store.ts'

/**
 * The ports of storage: what the rest of the server may ask of a database, whichever driver answers. Every method resolves
 * after its transaction is durable (SQLite: WAL with synchronous=FULL) and rejects with a `StorageError` when the database
 * could not do it, in which case nothing of it was stored; with its subclass `DamagedDocument` when what is stored of one
 * document is not what was written. Arguments may be changed once the call returned; byte arrays in one answer may share
 * memory. `tests/contract` runs one suite on every driver.
 */
export interface Storage {
  readonly log: UpdateLog
  readonly documents: DocumentStore
  readonly actors: ActorStore
  readonly settings: SettingsStore
  readonly access: AccessStore
  readonly accounts: AccountStore
  readonly admin: AdminStore
  readonly library: LibraryStore
  readonly publications: PublicationStore
  readonly files: FileStore
  /** Resolves when the database answers, and after a save that failed when it could save that much: what `/readyz` asks. */
  check(): Promise<void>
  /** Finishes what was asked, then closes. Closing twice is safe. */
  close(): Promise<void>
}

/**
 * The append-only log of Yjs updates, one for each document, and the snapshots beside it. Each update has a mark (`mark.ts`),
 * against which what is read was checked.
 */
export interface UpdateLog {
  /**
   * Appends every entry in one transaction, giving the updates of each document consecutive sequence numbers in the order
   * of the batch. The answers stand in the batch's order; an entry whose document is gone, in the trash, or has another epoch, is refused
   * alone. `at` is milliseconds since the Unix epoch. An actor that `ActorStore` did not give rejects the whole call.
   */
  append(batch: readonly Append[], at: number): Promise<AppendAnswer[]>

  /**
   * What a room needs to know of its document before it can judge updates; null when there is no such document (or it was
   * deleted, or is in the trash).
   */
  load(document: string): Promise<LogHead | null>

  /**
   * What a client that holds everything up to `after` lacks. When rows after it were folded away already (or `after` is 0
   * and there is a snapshot), the answer starts from the snapshot. When `after` is past the log's end it brings nothing, and
   * its `sequence` is less than `after`. Null when there is no such document.
   */
  readAfter(document: string, after: number): Promise<LogTail | null>

  /**
   * Stores a snapshot beside the log: the rows up to its sequence are history from then on, and `pack` may compress them.
   * The caller has verified that the snapshot equals the rows. Resolves to false, with nothing changed, when the document
   * is gone, the epoch is no longer its own, a snapshot at or past that sequence exists, or the log does not reach it.
   */
  fold(document: string, epoch: number, snapshot: NewSnapshot): Promise<boolean>

  /**
   * Compresses the rows that a snapshot holds, a few in each transaction, so that other calls need not wait for all. Nothing
   * that can be read changes by it, whether it comes to its end or not.
   */
  pack(document: string): Promise<void>

  /**
   * Gives the document a new epoch, `epoch` + 1, whose state is the snapshot's alone: everything up to its sequence, which must
   * be the log's last, except what is quarantined. All rows become history; the quarantined ones are marked there. Resolves
   * to false, with nothing changed, when the document is gone, the epoch is no longer its own or the log ends elsewhere.
   */
  rebase(document: string, epoch: number, base: Rebase): Promise<boolean>

  /** Every update ever logged from `first` to `last` (both counted in), folded ones too, in order. Empty when the document is gone. */
  history(document: string, first: number, last: number): Promise<LoggedUpdate[]>

  /**
   * A log piece by piece, from its end or from its beginning: who stored the update with this sequence and some of those before it,
   * or what it and some of those after it are. A piece is no more than one commit, or some 2,000 updates and a MiB: whoever reads a
   * log so keeps nobody waiting for long. Null when there is no such update.
   */
  authorsUpTo(document: string, sequence: number): Promise<LogPart<readonly Authored[]> | null>
  updatesFrom(document: string, sequence: number): Promise<LogPart<Uint8Array<ArrayBuffer>> | null>
}

/** The updates of a log from `first` to `last`, both counted in, in order; as bytes they are frames (`frames.ts`). */
export interface LogPart<Updates> {
  readonly first: number
  readonly last: number
  readonly updates: Updates
}

/** Who stored an update, and when, in milliseconds since the Unix epoch. */
export interface Authored {
  readonly at: number
  readonly actor: string
  /** The update, if it takes something away. */
  readonly deleting: Uint8Array | null
}

/** A place in a log: a sequence, and the mark there. */
export interface LogPlace {
  readonly sequence: number
  readonly mark: number
}

export interface Append {
  readonly document: string
  readonly epoch: number
  readonly updates: readonly NewUpdate[]
}

export interface NewUpdate {
  readonly actor: string
  /** The Yjs clientID the update came from. */
  readonly clientId: number
  /** Yjs V1. */
  readonly update: Uint8Array
}

/** `sequence` and `mark` are those of the entry's last update; the others have the numbers before it. */
export type AppendAnswer =
  | ({ readonly ok: true } & LogPlace)
  | { readonly ok: false; readonly code: 'not-found' | 'wrong-epoch' }

export interface LoggedUpdate extends NewUpdate {
  readonly sequence: number
  readonly at: number
  /** It was found to spoil the document: later epochs are without it. */
  readonly quarantined: boolean
}

/** `at` is when, in milliseconds since the Unix epoch; `reason` is for the operator. */
export interface Rebase {
  readonly snapshot: NewSnapshot
  readonly quarantined: readonly { readonly sequence: number; readonly reason: string }[]
  readonly at: number
}

export interface Snapshot {
  /** Everything up to here is in it. */
  readonly sequence: number
  /** Yjs V2. */
  readonly bytes: Uint8Array
  /** Of the same state, as `Y.encodeStateVector` gives it. */
  readonly stateVector: Uint8Array
  /** How many structs its state has; 0 when that was not counted. */
  readonly structs: number
}

export interface NewSnapshot extends Snapshot {
  /** As `titleFromText` reads the text; what was known stays where it is not said. */
  readonly firstLine?: string
}

export interface LogHead {
  readonly document: DocumentRecord
  /** At the document's sequence. */
  readonly mark: number
  /** Of the newest snapshot; null when there is none. */
  readonly snapshot: SnapshotHead | null
  /** The updates after the snapshot, in order. */
  readonly tail: readonly Uint8Array[]
}

/** What is known of a snapshot without its bytes, of which there are `byteLength`. */
export interface SnapshotHead extends Omit<Snapshot, 'bytes'> {
  readonly byteLength: number
}

export interface LogTail {
  readonly epoch: number
  /** The last sequence in here. */
  readonly sequence: number
  /** At that sequence. */
  readonly mark: number
  /** At the sequence that was asked for; null when the log ends before it, or cannot tell any more. */
  readonly heldMark: number | null
  readonly snapshot: Snapshot | null
  /** The updates after the snapshot, or after what was asked for, in order. */
  readonly updates: readonly Uint8Array[]
}

export interface DocumentStore {
  /**
   * Creates a document, its first link (which lets anybody edit), its creator as the owner, and the seed as update 1 with its clientID
   * bound to the creator, and those that continue it, in one transaction. When the
   * id exists (deleted documents keep theirs) nothing changes and `created` is false.
   */
  create(document: NewDocument): Promise<Creation>

  /** Null when there is none. A deleted document is found, with `deletedAt`; one in the trash, with `trashedAt`. */
  find(document: string): Promise<DocumentRecord | null>

  /** Resolves to false when there is no such document. */
  rename(document: string, title: string | null): Promise<boolean>

  /**
   * Puts the document into its owner's trash: all of it stays, and nobody can open, write or enter it. `by` is the actor who does
   * it, here and below. False when there is no such document, or it is there already.
   */
  trash(document: string, by: string, at: number): Promise<boolean>

  /** Takes the document out of the trash, with its links and people. False when it is not there. */
  restore(document: string, by: string, at: number): Promise<boolean>

  /**
   * Removes everything of the document but its id, which stays taken so that an offline copy cannot bring it back. False
   * when there is no such document.
   */
  delete(document: string, by: string, at: number): Promise<boolean>

  /** The documents deleted since a moment, also by another process, of which it removes what that had to leave. */
  heedDeleted(since: number): Promise<string[]>

  /** The same of a document in the trash. False when it is not there. */
  purge(document: string, by: string, at: number): Promise<boolean>

  /** The same of some that are there since before `trashedBefore`. Resolves to how many; 0 when there are no more. */
  sweepTrash(trashedBefore: number, at: number): Promise<number>

  /** Forgets documents created before `createdBefore` that never held an update or a file, except the ids given. Resolves to how many. */
  sweepUnedited(createdBefore: number, except: readonly string[]): Promise<number>

  /**
   * Binds clientIDs to an actor in one document. Those bound to the same actor already stay so; resolves to the ones that
   * are bound to somebody else, which are not changed. In a document that is gone nothing is bound and nothing foreign.
   */
  bindClients(document: string, actor: string, clientIds: readonly number[]): Promise<number[]>

  /** How many of these clientIDs are bound to nobody yet in this document. */
  countUnbound(document: string, clientIds: readonly number[]): Promise<number>
}

export interface Creation {
  readonly created: boolean
  readonly document: DocumentRecord
  /** So many files of `filesOf` are not in the copy, because of `actorFiles`. */
  readonly leftFiles: number
}

export interface NewDocument {
  readonly id: string
  /** SHA-256 of the first link's secret. */
  readonly keyHash: Uint8Array
  readonly creator: string
  readonly at: number
  readonly seed: NewUpdate | null
  /** What continues the seed, by the same client, each as an update of its own; what is too long for one. */
  readonly more?: readonly Uint8Array[]
  readonly title?: string
  /** A document of which it is a copy: it gets the same files, those stored last first, on the creator's account. */
  readonly filesOf?: {
    readonly document: string
    /** So many the creator may have anywhere: others are not copied. */
    readonly actorFiles: number
  }
}

export interface DocumentRecord {
  readonly id: string
  readonly creator: string
  readonly createdAt: number
  readonly deletedAt: number | null
  readonly trashedAt: number | null
  readonly title: string | null
  /** What it is called without a title, as a snapshot had it last; null when no text was read yet. */
  readonly firstLine: string | null
  /** Counts from 1. */
  readonly epoch: number
  /** Of the last update in the log; 0 when there is none. */
  readonly sequence: number
}

/** Who acts: guests, each known by the hash of a browser's token, and accounts, whose tokens nobody knows. */
export interface ActorStore {
  /**
   * The actor with this token; a new one, named by `freshId`, when the token was never seen. Notes that it was seen, to
   * the hour.
   */
  resolve(tokenHash: Uint8Array, freshId: string, at: number): Promise<string>

  /** Whether there is an actor with this token. */
  knows(tokenHash: Uint8Array): Promise<boolean>
}

/** What the operator decided for the whole server, kept with the data. */
export interface SettingsStore {
  /**
   * Until when, in milliseconds since the Unix epoch, members may bring back edits of others that a restored backup lacks;
   * 0 when that was never opened.
   */
  relayUntil(): Promise<number>
  setRelayUntil(at: number): Promise<void>
}

/** The database could not do what it was asked: full disk, read-only file, I/O error, lock. Nothing of it was stored. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError'
}

/** What is stored of `document` is not what was written. Nothing else is affected: other documents can be read and written. */
export class DamagedDocument extends StorageError {
  override readonly name = 'DamagedDocument'
  readonly document: string

  constructor(document: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.document = document
  }
}
