/** What the account routes answer when all is well, as JSON; a refusal is an `AccountRefusal`. */

/** Of a browser: whether it is signed in, and what it could do about that. */
export interface AccountAnswer {
  readonly ok: true
  /** Null for a guest. */
  readonly account: OwnAccount | null
  readonly signUp: SignUpSetting
  /** What the provider is called by which one can sign in; null where there is none. */
  readonly provider: string | null
  /** A forgotten password can be replaced by mail. */
  readonly canReset: boolean
  /** There is no account yet: the first one administers the instance. */
  readonly isFirst: boolean
  /** In how many documents this browser has something as a guest. */
  readonly guestDocuments: number
}

export interface OwnAccount {
  /** No secret. What the browser keeps of documents is kept apart by it. */
  readonly id: string
  readonly email: string
  readonly isAdmin: boolean
  readonly hasPassword: boolean
  readonly sessions: readonly OwnSession[]
}

export interface OwnSession {
  readonly id: string
  /** Such as "Firefox on Linux". */
  readonly device: string
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
  readonly lastUsedAt: number
  /** The one that asked. */
  readonly isThis: boolean
}

/** Where a browser goes to sign in by the provider. */
export interface ProviderAnswer {
  readonly ok: true
  readonly location: string
}

/** Who may sign up by themselves: everybody, whoever has an invitation, nobody. */
export const SIGN_UP_SETTINGS = ['open', 'invite', 'closed'] as const
export type SignUpSetting = (typeof SIGN_UP_SETTINGS)[number]

/** What who is not signed in may do, at most. */
export const GUESTS_SETTINGS = ['write', 'read', 'off'] as const
export type GuestsSetting = (typeof GUESTS_SETTINGS)[number]
