import { randomBytes } from 'node:crypto'
import type {
  AuditEntry,
  ExportAnswer,
  ListedAccount,
  ListedDocument,
  ListedSession,
  PageAnswer,
  ResetLinkAnswer,
  UsageAnswer,
} from '../../shared/access/admin-answers.ts'
import type { AccountErrorCode, AccountRefusal } from '../../shared/access/account-errors.ts'
import type { ListRequest, NamedSession, Promote, Suspend } from '../../shared/access/account-requests.ts'
import { MAX_LISTED_ROWS } from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import type { Account, AccountChange } from '../storage/account-store.ts'
import type { PageRequest } from '../storage/admin-store.ts'
import type { Storage } from '../storage/storage.ts'
import { type Browser, type SignedInConnections, freshAccount } from './accounts.ts'
import type { Budgets } from './budgets.ts'
import { hashPassword, passwordsWaitMs } from './passwords.ts'
import type { PasswordResets } from './password-resets.ts'

/** They are sent on by hand. */
const RESET_KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** Where documents live. */
export interface DocumentHouse {
  /** Null when the document cannot be read, or is gone. */
  textOf(document: string): Promise<string | null>
  /** Some were deleted: whoever is in them is told. */
  deleted(): void
}

export interface AdministrationServices {
  readonly storage: Pick<Storage, 'accounts' | 'admin' | 'documents' | 'publications'>
  readonly budgets: Budgets
  readonly clock: Clock
  readonly connections: Pick<SignedInConnections, 'sessionsEnded'>
  readonly resets: PasswordResets
  readonly documents: DocumentHouse
}

type Done = { readonly ok: true }

const DONE: Done = { ok: true }

/**
 * What administrators see and do. Whether somebody is one is asked for each request, of the account as it is then. Nothing here
 * shows what is in a document but `exportText`, which stands in the audit log before anybody gets it.
 */
export class Administration {
  readonly #services: AdministrationServices

  constructor(services: AdministrationServices) {
    this.#services = services
  }

  accounts(browser: Browser, request: ListRequest): Promise<PageAnswer<ListedAccount> | AccountRefusal> {
    return this.#list(browser, request, (page) => this.#services.storage.admin.accounts(page))
  }

  sessions(browser: Browser, request: ListRequest): Promise<PageAnswer<ListedSession> | AccountRefusal> {
    const { storage, clock } = this.#services
    return this.#list(browser, request, (page) => storage.admin.sessions(page, clock.now()))
  }

  documents(browser: Browser, request: ListRequest): Promise<PageAnswer<ListedDocument> | AccountRefusal> {
    return this.#list(browser, request, (page) => this.#services.storage.admin.documents(page))
  }

  audit(browser: Browser, request: ListRequest): Promise<PageAnswer<AuditEntry> | AccountRefusal> {
    return this.#list(browser, request, (page) => this.#services.storage.admin.audit(page))
  }

  usage(browser: Browser): Promise<UsageAnswer | AccountRefusal> {
    return this.#permitted(browser, async () => ({ ok: true, usage: await this.#services.storage.admin.usage() }))
  }

  /** Nobody knows its password until somebody came by the link that this resolves to. */
  addAccount(browser: Browser, email: string): Promise<ResetLinkAnswer | AccountRefusal> {
    const { storage, clock, resets } = this.#services
    return this.#permitted(browser, async ({ actor }) => {
      const waitMs = passwordsWaitMs()
      if (waitMs > 0) return { ok: false, code: 'slow', retryAfterMs: waitMs }
      const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
      const account = { ...freshAccount(email, passwordHash, clock.now()), by: actor }
      if ((await storage.accounts.add(account)) !== 'added') return refuse('email-taken')
      return { ok: true, path: await resets.make(account.id, actor, RESET_KEPT_MS) }
    })
  }

  setSuspended(browser: Browser, { account, isSuspended }: Suspend): Promise<Done | AccountRefusal> {
    const { storage, clock } = this.#services
    return this.#change(browser, ({ actor }) => storage.accounts.setSuspended(account, isSuspended, actor, clock.now()))
  }

  setAdmin(browser: Browser, { account, isAdmin }: Promote): Promise<Done | AccountRefusal> {
    const { storage, clock } = this.#services
    return this.#change(browser, ({ actor }) => storage.accounts.setAdmin(account, isAdmin, actor, clock.now()))
  }

  endSessions(browser: Browser, account: string): Promise<Done | AccountRefusal> {
    const { storage, clock } = this.#services
    return this.#change(browser, async ({ actor }) =>
      (await storage.accounts.endSessions(account, actor, clock.now())) ? 'done' : 'unknown',
    )
  }

  endSession(browser: Browser, { account, session }: NamedSession): Promise<Done | AccountRefusal> {
    const { storage, clock } = this.#services
    return this.#change(browser, async ({ actor }) =>
      (await storage.accounts.endSession(account, session, actor, clock.now())) ? 'done' : 'unknown',
    )
  }

  /** Who comes by a provider alone gets no password: the provider says whether they still may. */
  resetLink(browser: Browser, account: string): Promise<ResetLinkAnswer | AccountRefusal> {
    const { storage, resets } = this.#services
    return this.#permitted(browser, async ({ actor }) => {
      const known = await storage.accounts.byId(account)
      if (known === null) return refuse('outdated')
      if (known.passwordHash === null) return refuse('no-password')
      return { ok: true, path: await resets.make(account, actor, RESET_KEPT_MS) }
    })
  }

  exportText(browser: Browser, document: string): Promise<ExportAnswer | AccountRefusal> {
    const { storage, clock, documents } = this.#services
    return this.#permitted(browser, async ({ actor }) => {
      const record = await storage.documents.find(document)
      if (record === null || record.deletedAt !== null) return refuse('outdated')
      await storage.admin.noteExport(document, actor, clock.now())
      const text = await documents.textOf(document)
      return text === null ? refuse('unreadable') : { ok: true, title: record.title, text }
    })
  }

  deleteDocument(browser: Browser, document: string): Promise<Done | AccountRefusal> {
    const { storage, clock, documents } = this.#services
    return this.#permitted(browser, async ({ actor }) => {
      if (!(await storage.documents.delete(document, actor, clock.now()))) return refuse('outdated')
      documents.deleted()
      return DONE
    })
  }

  /** At once, and for good: its owner may publish it again. */
  unpublish(browser: Browser, document: string): Promise<Done | AccountRefusal> {
    const { storage, clock } = this.#services
    return this.#permitted(browser, async ({ actor }) =>
      (await storage.publications.withdraw(document, actor, clock.now())) ? DONE : refuse('outdated'),
    )
  }

  #list<Row>(
    browser: Browser,
    { search, before }: ListRequest,
    read: (page: PageRequest) => Promise<Row[]>,
  ): Promise<PageAnswer<Row> | AccountRefusal> {
    return this.#permitted(browser, async () => {
      const page = { search: search.trim(), before: before ?? null, limit: MAX_LISTED_ROWS + 1 }
      const rows = await read(page)
      return { ok: true, rows: rows.slice(0, MAX_LISTED_ROWS), isMore: rows.length > MAX_LISTED_ROWS }
    })
  }

  #change(browser: Browser, change: (admin: Account) => Promise<AccountChange>): Promise<Done | AccountRefusal> {
    return this.#permitted(browser, async (admin) => {
      const outcome = await change(admin)
      if (outcome !== 'done') return refuse(outcome === 'unknown' ? 'outdated' : outcome)
      this.#services.connections.sessionsEnded()
      return DONE
    })
  }

  async #permitted<Answer>(
    { address, signedIn }: Browser,
    work: (admin: Account) => Promise<Answer | AccountRefusal>,
  ): Promise<Answer | AccountRefusal> {
    const { accounts } = this.#services.budgets
    if (signedIn === null) return refuse('sign-in-needed')
    if (!signedIn.account.isAdmin) return refuse('not-admin')
    if (!accounts.take(address)) return { ok: false, code: 'slow', retryAfterMs: accounts.waitMs(address) }
    return work(signedIn.account)
  }
}

function refuse(code: AccountErrorCode): AccountRefusal {
  return { ok: false, code }
}
