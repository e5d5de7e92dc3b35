import type { Account } from '../../account-store.ts'

export interface AccountRow extends Omit<Account, 'isAdmin'> {
  readonly isAdmin: number
}

/** Of an account, from a join of `accounts` with `actors`. */
export const ACCOUNT_COLUMNS = `
  accounts.id, email, actors.id AS actor, password_hash AS passwordHash, is_admin AS isAdmin,
  accounts.created_at AS createdAt, suspended_at AS suspendedAt`

/** What a row says, without what else the query brought. */
export function toAccount(row: AccountRow): Account {
  const { id, email, actor, passwordHash, isAdmin, createdAt, suspendedAt } = row
  return { id, email, actor, passwordHash, isAdmin: isAdmin === 1, createdAt, suspendedAt }
}
