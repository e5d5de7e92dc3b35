/** Every refusal of the account routes: the status it is answered with, and what the page says. */
const rows = {
  'bad-request': { status: 400, sentence: 'The server did not understand this page. Reload it.' },
  'foreign-origin': { status: 403, sentence: 'This was asked by a page of another site.' },
  'sign-in-needed': { status: 401, sentence: 'You are not signed in any more. Sign in again.' },
  'wrong-sign-in': {
    status: 401,
    sentence: 'No account has this e-mail address and password, or it is suspended.',
  },
  'wrong-password': { status: 403, sentence: 'This is not your present password.' },
  'email-taken': {
    status: 409,
    sentence: 'There is an account with this e-mail address already. Sign in to it with its password.',
  },
  'invitation-needed': {
    status: 403,
    sentence: 'An account needs an invitation here, and this one is used up, has expired, or is missing.',
  },
  'email-missing': {
    status: 403,
    sentence: 'The provider told no e-mail address that is known to be yours, and an account here needs one.',
  },
  'provider-failed': { status: 502, sentence: 'Signing in by the provider did not work. Try again.' },
  'reset-over': {
    status: 403,
    sentence: 'This link was used already, or has expired, or is not whole. Ask for another one.',
  },
  'not-admin': { status: 403, sentence: 'This is for administrators alone.' },
  'last-admin': {
    status: 409,
    sentence: 'Nobody else administers this server: make somebody else an administrator first.',
  },
  'no-password': { status: 409, sentence: 'They sign in by the provider alone, and have no password here.' },
  unreadable: {
    status: 500,
    sentence: 'The server cannot read this document. Its operator can recover it with “weft doctor”.',
  },
  'sign-up-closed': { status: 403, sentence: 'Accounts are made by the operator here.' },
  outdated: { status: 409, sentence: 'It was changed meanwhile. Look at the page again.' },
  slow: { status: 429, sentence: 'Too many attempts. Try again later.' },
  internal: { status: 500, sentence: 'The server had a problem of its own. Try again.' },
  'storage-unavailable': { status: 503, sentence: 'The server cannot store anything right now. Try again later.' },
} as const satisfies Record<string, { readonly status: number; readonly sentence: string }>

export type AccountErrorCode = keyof typeof rows

export const ACCOUNT_ERRORS: Readonly<
  Record<AccountErrorCode, { readonly status: number; readonly sentence: string }>
> = rows

export interface AccountRefusal {
  readonly ok: false
  readonly code: AccountErrorCode
  /** With `slow`: the earliest time, from now, at which trying again makes sense. */
  readonly retryAfterMs?: number
}
