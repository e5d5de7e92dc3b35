import type {
  AuditEntry,
  ExportAnswer,
  ListedAccount,
  ListedDocument,
  ListedSession,
  PageAnswer,
  ResetLinkAnswer,
  UsageAnswer,
} from '../../../shared/access/admin-answers.ts'
import type { ListRequest, NamedSession, Promote, Suspend } from '../../../shared/access/account-requests.ts'
import { type Done, ask } from '../account-api.ts'

/** The routes of administration, as calls. They never reject. */
export const adminApi = {
  accounts: (page: ListRequest) => ask<PageAnswer<ListedAccount>>('admin/accounts', page),
  sessions: (page: ListRequest) => ask<PageAnswer<ListedSession>>('admin/sessions', page),
  documents: (page: ListRequest) => ask<PageAnswer<ListedDocument>>('admin/documents', page),
  audit: (page: ListRequest) => ask<PageAnswer<AuditEntry>>('admin/audit', page),
  usage: () => ask<UsageAnswer>('admin/usage', {}),
  addAccount: (email: string) => ask<ResetLinkAnswer>('admin/add-account', { email }),
  suspend: (body: Suspend) => ask<Done>('admin/suspend', body),
  promote: (body: Promote) => ask<Done>('admin/promote', body),
  resetLink: (account: string) => ask<ResetLinkAnswer>('admin/reset-link', { account }),
  endSessions: (account: string) => ask<Done>('admin/end-sessions', { account }),
  endSession: (body: NamedSession) => ask<Done>('admin/end-session', body),
  exportText: (document: string) => ask<ExportAnswer>('admin/export', { document }),
  unpublish: (document: string) => ask<Done>('admin/unpublish', { document }),
  deleteDocument: (document: string) => ask<Done>('admin/delete-document', { document }),
}
