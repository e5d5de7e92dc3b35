import { statSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type {
  AuditEntry,
  ListedAccount,
  ListedDocument,
  ListedSession,
  Somebody,
  Usage,
} from '../../../../shared/access/admin-answers.ts'
import type { PageRequest } from '../../admin-store.ts'
import { SESSION_KEPT_MS } from '../../account-store.ts'
import { DamagedDocument } from '../../storage.ts'
import type { SqliteDatabase, Statement } from './sqlite-database.ts'
import type { SqliteDocuments } from './sqlite-documents.ts'
import type { SqliteLog } from './sqlite-log.ts'

type AccountRow = Omit<ListedAccount, 'isAdmin' | 'hasPassword'> & {
  readonly isAdmin: number
  readonly hasPassword: number
}
type DocumentRow = Omit<ListedDocument, 'owner' | 'editedAt'> & Owner & { readonly sequence: number }
type AuditRow = Omit<AuditEntry, 'by' | 'about'> & {
  readonly byActor: string | null
  readonly byEmail: string | null
  readonly aboutActor: string | null
  readonly aboutEmail: string | null
}

interface Owner {
  readonly owner: string
  readonly email: string | null
}

/** In each list `?1` is a pattern of what is searched, `?2` the place, `?3` the limit and `?4` what is searched, as it is. */
const placed = (key: string): string => `${key} < ?2 ORDER BY ${key} DESC LIMIT ?3`
const found = (column: string): string => `${column} LIKE ?1 ESCAPE '\\'`
const isAccountFound = (actor: string): string => `${actor} IN (SELECT actor FROM accounts WHERE ${found('email')})`

const BYTES = ['tail_segments', 'snapshots', 'history_segments']
  .map((table) => `coalesce((SELECT sum(length(bytes)) FROM ${table} WHERE document = documents.key), 0)`)
  .concat('coalesce((SELECT sum(size) FROM files WHERE document = documents.key), 0)')
  .join(' + ')

/** Lists for who administers. Each is bounded, and what is costly is found for the rows of a page alone. */
export class SqliteAdmin {
  readonly #database: SqliteDatabase
  readonly #stored: SqliteDocuments
  readonly #log: SqliteLog
  readonly #accounts
  readonly #sessions
  readonly #documents
  readonly #audit
  readonly #counts

  constructor(database: SqliteDatabase, documents: SqliteDocuments, log: SqliteLog) {
    this.#database = database
    this.#stored = documents
    this.#log = log
    this.#accounts = database.prepare<AccountRow>(`
      SELECT key AS place, id, email, is_admin AS isAdmin, password_hash IS NOT NULL AS hasPassword,
        created_at AS createdAt, suspended_at AS suspendedAt,
        (SELECT max(last_used_at) FROM sessions WHERE account = accounts.key) AS lastUsedAt,
        (SELECT count(*) FROM grants WHERE actor = accounts.actor AND role = 'owner') AS documents
      FROM accounts WHERE (?4 = '' OR ${found('email')}) AND ${placed('key')}`)
    this.#sessions = database.prepare<ListedSession>(`
      SELECT sessions.key AS place, sessions.id, accounts.id AS account, email, device,
        sessions.created_at AS createdAt, last_used_at AS lastUsedAt
      FROM sessions JOIN accounts ON accounts.key = account
      WHERE ended_at IS NULL AND last_used_at > ?5 AND (?4 = '' OR ${found('email')}) AND ${placed('sessions.key')}`)
    this.#documents = database.prepare<DocumentRow>(`
      SELECT documents.key AS place, documents.id, title, documents.created_at AS createdAt, ${BYTES} AS bytes,
        actors.id AS owner, accounts.email,
        (SELECT count(*) FROM grants WHERE document = documents.key AND how <> 'removed') AS people,
        (SELECT count(*) FROM share_links WHERE document = documents.key AND revoked_at IS NULL) AS links,
        trashed_at AS trashedAt, (SELECT slug FROM publications WHERE document = documents.key) AS slug
      -- From the newest on, until there are enough: no other order of the tables can do that.
      FROM documents CROSS JOIN grants ON grants.document = documents.key AND grants.role = 'owner'
      CROSS JOIN actors ON actors.key = grants.actor LEFT JOIN accounts ON accounts.actor = actors.key
      WHERE deleted_at IS NULL
        AND (?4 = '' OR documents.id = ?4 OR ${found('title')} OR ${isAccountFound('grants.actor')})
        AND ${placed('documents.key')}`)
    this.#audit = database.prepare<AuditRow>(`
      SELECT audit.key AS place, at, deed, document, link, detail, actors.id AS byActor, by_account.email AS byEmail,
        others.id AS aboutActor, about_account.email AS aboutEmail
      FROM audit
      LEFT JOIN actors ON actors.key = audit.actor LEFT JOIN accounts AS by_account ON by_account.actor = actors.key
      LEFT JOIN actors AS others ON others.key = about
      LEFT JOIN accounts AS about_account ON about_account.actor = others.key
      WHERE (?4 = '' OR document = ?4 OR ${['audit.actor', 'about'].map(isAccountFound).join(' OR ')})
        AND ${placed('audit.key')}`)
    this.#counts = database.prepare<Omit<Usage, 'databaseBytes' | 'logBytes' | 'unusedBytes' | 'freeBytes'>>(`
      SELECT (SELECT count(*) FROM documents WHERE deleted_at IS NULL) AS documents,
        (SELECT count(*) FROM accounts) AS accounts,
        (SELECT count(*) FROM actors) - (SELECT count(*) FROM accounts) AS guests,
        (SELECT count(*) FROM sessions WHERE ended_at IS NULL) AS sessions,
        (SELECT count(*) FROM audit) AS auditEntries,
        (SELECT count(DISTINCT blob) FROM files) AS files,
        (SELECT coalesce(sum(size), 0) FROM (SELECT max(size) AS size FROM files GROUP BY blob)) AS fileBytes`)
  }

  accounts(page: PageRequest): ListedAccount[] {
    return pageOf(this.#accounts, page).map(({ isAdmin, hasPassword, ...row }) => ({
      ...row,
      isAdmin: isAdmin === 1,
      hasPassword: hasPassword === 1,
    }))
  }

  sessions(page: PageRequest, at: number): ListedSession[] {
    return pageOf(this.#sessions, page, at - SESSION_KEPT_MS)
  }

  documents(page: PageRequest): ListedDocument[] {
    return pageOf(this.#documents, page).map(({ owner, email, ...row }) => ({
      ...row,
      editedAt: this.#editedAt(row.id),
      owner: { actor: owner, email },
    }))
  }

  audit(page: PageRequest): AuditEntry[] {
    return pageOf(this.#audit, page).map(({ byActor, byEmail, aboutActor, aboutEmail, ...row }) => ({
      ...row,
      by: somebody(byActor, byEmail),
      about: somebody(aboutActor, aboutEmail),
    }))
  }

  usage(): Usage {
    const pragma = (name: string): number => Number(this.#database.pragma(name))
    const { file } = this.#database
    const { bavail, bsize } = statfsSync(dirname(file))
    const counts = this.#counts.get()
    return {
      documents: counts?.documents ?? 0,
      accounts: counts?.accounts ?? 0,
      guests: counts?.guests ?? 0,
      sessions: counts?.sessions ?? 0,
      auditEntries: counts?.auditEntries ?? 0,
      files: counts?.files ?? 0,
      fileBytes: counts?.fileBytes ?? 0,
      databaseBytes: pragma('page_count') * pragma('page_size'),
      logBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
      unusedBytes: pragma('freelist_count') * pragma('page_size'),
      freeBytes: bavail * bsize,
    }
  }

  #editedAt(document: string): number | null {
    try {
      const last = this.#stored.find(document)?.sequence ?? 0
      return last === 0 ? null : (this.#log.history(document, last, last)[0]?.at ?? null)
    } catch (error) {
      // It is listed all the same: it may be why somebody looks.
      if (error instanceof DamagedDocument) return null
      throw error
    }
  }
}

function pageOf<Row>(statement: Statement<Row>, { search, before, limit }: PageRequest, ...more: number[]): Row[] {
  const pattern = search === '' ? '%' : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  return statement.all(pattern, before ?? Number.MAX_SAFE_INTEGER, limit, search, ...more)
}

function somebody(actor: string | null, email: string | null): Somebody | null {
  return actor === null ? null : { actor, email }
}
