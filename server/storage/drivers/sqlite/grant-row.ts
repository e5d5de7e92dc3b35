import type { Role } from '../../../../shared/access/roles.ts'
import type { Decision } from '../../access-store.ts'

/** Of the `grants` table. */
export interface GrantRow {
  readonly how: Decision['how'] | 'link'
  readonly role: Role | null
  readonly at: number
  readonly name: string
  /** Of the account, when that is what they were named by. */
  readonly email: string | null
}

export function decisionOf(row: GrantRow | undefined): Decision | null {
  if (row === undefined || row.how === 'link') return null
  const { how, role, at } = row
  return how === 'removed' || role === null ? { how: 'removed', role: null, at } : { how, role, at }
}
