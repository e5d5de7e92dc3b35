import type { AccountRefusal } from '../../shared/access/account-errors.ts'
import type { Reset } from '../../shared/access/account-requests.ts'
import type { Clock } from '../lib/clock.ts'
import type { AccountStore } from '../storage/account-store.ts'
import type { Browser, SignedInConnections } from './accounts.ts'
import type { Budgets } from './budgets.ts'
import { hashSecret, mintId } from './keys.ts'
import { hashPassword, passwordsWaitMs } from './passwords.ts'

export interface ResetServices {
  readonly accounts: AccountStore
  readonly budgets: Budgets
  readonly clock: Clock
  readonly connections: Pick<SignedInConnections, 'sessionsEnded'>
}

/** A new password for who forgot theirs: by a link that works once, and for a while. */
export class PasswordResets {
  readonly #services: ResetServices

  constructor(services: ResetServices) {
    this.#services = services
  }

  /** Resolves to the address of the link, without that of this server: `reset#r=…`. `by` is the actor who makes it. */
  async make(account: string, by: string, lastingMs: number): Promise<string> {
    const { accounts, clock } = this.#services
    const [secret, at] = [mintId(), clock.now()]
    await accounts.addReset(account, { secretHash: hashSecret(secret), expiresAt: at + lastingMs, by, at })
    return `reset#r=${secret}`
  }

  /** Signs the account out everywhere. */
  async reset({ address }: Browser, { reset, password }: Reset): Promise<{ readonly ok: true } | AccountRefusal> {
    const { accounts, budgets, clock, connections } = this.#services
    const waitMs = budgets.signIns.waitMs(address) || passwordsWaitMs()
    if (waitMs > 0) return { ok: false, code: 'slow', retryAfterMs: waitMs }
    budgets.signIns.take(address)
    const passwordHash = await hashPassword(password)
    if (!(await accounts.useReset(hashSecret(reset), passwordHash, clock.now())))
      return { ok: false, code: 'reset-over' }
    connections.sessionsEnded()
    return { ok: true }
  }
}
