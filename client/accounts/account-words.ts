import { ACCOUNT_ERRORS, type AccountErrorCode } from '../../shared/access/account-errors.ts'
import { accounts } from '../words/en/accounts.ts'
import { wordsOf } from '../words/words.ts'

/** What is said on the pages of accounts. */
export const words = wordsOf('accounts', accounts)

/** In English the table that server and page share says it. */
const refusals = wordsOf<Partial<Record<AccountErrorCode, string>>>('accountErrors', {})

export function refusalOf(code: AccountErrorCode): string {
  return refusals[code] ?? ACCOUNT_ERRORS[code].sentence
}
