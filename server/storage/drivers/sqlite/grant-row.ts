import type { Role } from '../../../../shared/access/roles.ts'
import type { Decision } from '../../access-store.ts'

/** What an actor has in a document by links that are not revoked. */
export const LINK_GRANTS = `
  SELECT share_links.id AS link, share_links.role, share_links.expires_at AS expiresAt
  FROM link_grants JOIN share_links ON share_links.key = link_grants.link
  WHERE link_grants.document = ? AND link_grants.actor = ? AND revoked_at IS NULL ORDER BY share_links.key`

/** Of the `grants` table. */
export interface GrantRow {
  readonly how: Decision['how'] | 'link'
  readonly role: Role | null
  readonly at: number
  readonly name: string
  /** Of the account, when that is what they were named by. */
  readonly email: string | null
}

export function decisionOf(row: Pick<GrantRow, 'how' | 'role' | 'at'> | undefined): Decision | null {
  if (row === undefined || row.how === 'link') return null
  const { how, role, at } = row
  return how === 'removed' || role === null ? { how: 'removed', role: null, at } : { how, role, at }
}
