import type { AccountAnswer, ProviderAnswer } from '../../shared/access/account-answers.ts'
import { ACCOUNT_ERRORS, type AccountErrorCode } from '../../shared/access/account-errors.ts'
import type { ChangePassword, Reset, SignIn, SignUp } from '../../shared/access/account-requests.ts'
import { refusalOf, words } from './account-words.ts'

/** What went wrong, in words for the person. */
export interface Failure {
  readonly ok: false
  readonly code: AccountErrorCode | 'offline'
  readonly sentence: string
}

export type Done = { readonly ok: true }

const OFFLINE: Failure = { ok: false, code: 'offline', sentence: words.offline }

/** The routes of accounts, as calls. They never reject. Relative to the page's base, under which this Weft is served. */
export const accountApi = {
  overview: () => ask<AccountAnswer>('account'),
  signUp: (body: SignUp) => ask<Done>('sign-up', body),
  signIn: (body: SignIn) => ask<Done>('sign-in', body),
  provider: () => ask<ProviderAnswer>('provider', {}),
  signOut: () => ask<Done>('sign-out', {}),
  changePassword: (body: ChangePassword) => ask<Done>('password', body),
  endSession: (session: string) => ask<Done>('end-session', { session }),
  askReset: (email: string) => ask<Done>('ask-reset', { email }),
  reset: (body: Reset) => ask<Done>('reset', body),
  adopt: () => ask<Done>('adopt', {}),
}

/** As it comes: a proxy may have answered, or a newer server. */
interface Refused {
  readonly ok: false
  readonly code?: string
  readonly retryAfterMs?: number
}

/** What a refusal that came in an address says; null for none. */
export function failureOf(code: string | null): Failure | null {
  return code === null || code === 'ok' ? null : failure({ ok: false, code })
}

/** Asks a route; with a body by POST. Never rejects. */
export async function ask<Answer extends { readonly ok: boolean }>(
  route: string,
  body?: object,
): Promise<Answer | Failure> {
  try {
    const response = await fetch(new URL(`api/${route}`, document.baseURI), {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer = (await response.json()) as Answer | Refused
    return answer.ok ? answer : failure(answer as Refused)
  } catch {
    return OFFLINE
  }
}

function failure({ code = '', retryAfterMs }: Refused): Failure {
  const known = Object.hasOwn(ACCOUNT_ERRORS, code) ? (code as AccountErrorCode) : 'internal'
  if (known !== 'slow' || retryAfterMs === undefined) return { ok: false, code: known, sentence: refusalOf(known) }
  return { ok: false, code: known, sentence: words.slow(Math.ceil(retryAfterMs / 60_000)) }
}
