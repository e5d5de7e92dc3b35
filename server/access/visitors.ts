import type { GuestsSetting } from '../../shared/access/account-answers.ts'
import type { Role } from '../../shared/access/roles.ts'
import type { Clock } from '../lib/clock.ts'
import type { AccountStore, SignedIn } from '../storage/account-store.ts'
import { hashSecret } from './keys.ts'
import { readSessionToken } from './session-cookie.ts'

/** The most that somebody may be in any document; null for who is not let in at all. */
export type Ceiling = Role | null

/** Where there are no accounts, and for who has one, links and grants alone decide. */
export const NO_CEILING: Ceiling = 'owner'

const CEILING_OF_GUESTS: Readonly<Record<GuestsSetting, Ceiling>> = { write: NO_CEILING, read: 'viewer', off: null }

/** Tells who is signed in by the cookies of a request, and what guests may do. Only where there are accounts. */
export class Visitors {
  readonly ceilingOfGuests: Ceiling
  readonly #accounts: AccountStore
  readonly #clock: Clock

  constructor(accounts: AccountStore, clock: Clock, guests: GuestsSetting) {
    this.#accounts = accounts
    this.#clock = clock
    this.ceilingOfGuests = CEILING_OF_GUESTS[guests]
  }

  /** Null for a guest. */
  async signedIn(cookieHeader: string | undefined): Promise<SignedIn | null> {
    const token = readSessionToken(cookieHeader)
    return token === null ? null : this.#accounts.session(hashSecret(token), this.#clock.now())
  }
}
