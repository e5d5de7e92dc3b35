import * as z from 'zod/mini'
import { MAX_EMAIL_LENGTH, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../protocol/limits.ts'
import { readEmail } from './email.ts'

/** The bodies of the account routes, as JSON; what they answer stands in `account-answers.ts`. */

/** Parsed into the form it is stored in. */
const email = z.pipe(
  z.string().check(z.maxLength(MAX_EMAIL_LENGTH)),
  z.transform((text, context) => {
    const read = readEmail(text)
    if (read !== null) return read
    context.issues.push({ code: 'custom', message: 'no e-mail address', input: text })
    return z.NEVER
  }),
)

/** One that is tried: whatever somebody once chose. */
const triedPassword = z.string().check(z.maxLength(MAX_PASSWORD_LENGTH))

const newPassword = z.string().check(z.minLength(MIN_PASSWORD_LENGTH), z.maxLength(MAX_PASSWORD_LENGTH))

/** 128 random bits as 22 characters of base64url. */
const secret = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))

export const SIGN_UP = z.object({ email, password: newPassword, invitation: z.optional(secret) })
export const SIGN_IN = z.object({ email, password: triedPassword })
export const CHANGE_PASSWORD = z.object({ present: triedPassword, password: newPassword })
export const END_SESSION = z.object({ session: secret })

export const ASK_RESET = z.object({ email })
export const RESET = z.object({ reset: secret, password: newPassword })

/** Of administration. An account, a session and a document are named by their ids. */
export const LIST = z.object({
  search: z.string().check(z.maxLength(MAX_EMAIL_LENGTH)),
  /** The `place` of the last one that is known; without it, the newest. */
  before: z.optional(z.number().check(z.int(), z.gte(0))),
})
export const ADD_ACCOUNT = z.object({ email })
export const NAMED_ACCOUNT = z.object({ account: secret })
export const NAMED_SESSION = z.object({ account: secret, session: secret })
export const SUSPEND = z.object({ account: secret, isSuspended: z.boolean() })
export const PROMOTE = z.object({ account: secret, isAdmin: z.boolean() })
export const NAMED_DOCUMENT = z.object({ document: secret })

export type ListRequest = z.output<typeof LIST>
export type Suspend = z.output<typeof SUSPEND>
export type Promote = z.output<typeof PROMOTE>
export type NamedSession = z.output<typeof NAMED_SESSION>
export type SignUp = z.output<typeof SIGN_UP>
export type SignIn = z.output<typeof SIGN_IN>
export type Reset = z.output<typeof RESET>
export type ChangePassword = z.output<typeof CHANGE_PASSWORD>
