import type {
  AuditEntry,
  ListedAccount,
  ListedDocument,
  ListedSession,
  Usage,
} from '../../shared/access/admin-answers.ts'

/**
 * What whoever administers a server may see of it: lists of what there is, newest first, a page at a time, and the audit log.
 * Of documents there is everything but their texts. Part of `Storage`, whose promises hold here too. Times are milliseconds
 * since the Unix epoch.
 */
export interface AdminStore {
  /** Accounts; searched by address. */
  accounts(page: PageRequest): Promise<ListedAccount[]>

  /** Sessions that last `at`; searched by the account's address. */
  sessions(page: PageRequest, at: number): Promise<ListedSession[]>

  /** Documents that are not deleted; searched by id, title and their owner's address. */
  documents(page: PageRequest): Promise<ListedDocument[]>

  /** Deeds; searched by a document's id and by the address of who did it or to whom. */
  audit(page: PageRequest): Promise<AuditEntry[]>

  usage(): Promise<Usage>

  /** Notes that an administrator took out a document's text. */
  noteExport(document: string, by: string, at: number): Promise<void>

  /** Forgets deeds of longer than AUDIT_KEPT_MS ago, and all beyond MAX_AUDIT_ENTRIES about documents, and about accounts. */
  sweepAudit(at: number): Promise<void>
}

/** How long the audit log is kept. */
export const AUDIT_KEPT_MS = 365 * 24 * 60 * 60 * 1000

/** So many deeds about documents, and as many about accounts: some 20 MB. Beyond, the oldest are forgotten. */
export const MAX_AUDIT_ENTRIES = 100_000

export interface PageRequest {
  /** Text that is in it somewhere, whatever its case; '' for all. */
  readonly search: string
  /** The `place` of the last one that is known; null for the newest. */
  readonly before: number | null
  readonly limit: number
}
