import type { AccountRefusal } from '../../shared/access/account-errors.ts'
import type { Reset } from '../../shared/access/account-requests.ts'
import type { Clock } from '../lib/clock.ts'
import type { AccountStore } from '../storage/account-store.ts'
import type { Browser, SignedInConnections } from './accounts.ts'
import type { Budgets } from './budgets.ts'
import { hashSecret, mintId } from './keys.ts'
import type { Mailer } from './mailer.ts'
import { hashPassword, passwordsWaitMs } from './passwords.ts'

const RESET_KEPT_MS = 60 * 60 * 1000

export interface ResetServices {
  readonly accounts: AccountStore
  readonly budgets: Budgets
  readonly clock: Clock
  readonly connections: Pick<SignedInConnections, 'sessionsEnded'>
  readonly mailer: Pick<Mailer, 'send'>
  /** Of this server, without a slash at the end. A browser could say another one, and the mail would lead there. */
  readonly publicUrl: string
  readonly failed: (error: unknown) => void
}

const DONE = { ok: true } as const

/** A new password for who forgot theirs: by a link that is mailed, works once, and for an hour. */
export class PasswordResets {
  readonly #services: ResetServices

  constructor(services: ResetServices) {
    this.#services = services
  }

  /** Answered alike, and as fast, whether there is such an account or not: what is mailed is not waited for. */
  async ask({ address }: Browser, email: string): Promise<typeof DONE | AccountRefusal> {
    const { resetMails, resetsAsked } = this.#services.budgets
    const waitMs = resetsAsked.waitMs(address) || resetMails.waitMs(email)
    if (waitMs > 0) return { ok: false, code: 'slow', retryAfterMs: waitMs }
    resetsAsked.take(address)
    resetMails.take(email)
    this.#mail(email).catch(this.#services.failed)
    return DONE
  }

  /** Signs the account out everywhere. */
  async reset({ address }: Browser, { reset, password }: Reset): Promise<typeof DONE | AccountRefusal> {
    const { accounts, budgets, clock, connections } = this.#services
    const waitMs = budgets.signIns.waitMs(address) || passwordsWaitMs()
    if (waitMs > 0) return { ok: false, code: 'slow', retryAfterMs: waitMs }
    budgets.signIns.take(address)
    const passwordHash = await hashPassword(password)
    if (!(await accounts.useReset(hashSecret(reset), passwordHash, clock.now())))
      return { ok: false, code: 'reset-over' }
    connections.sessionsEnded()
    return DONE
  }

  /** To who comes by a provider alone nothing is sent: the provider says whether they still may. */
  async #mail(email: string): Promise<void> {
    const { accounts, clock, mailer, publicUrl } = this.#services
    const account = await accounts.byEmail(email)
    if (account === null || account.passwordHash === null || account.suspendedAt !== null) return
    const secret = mintId()
    await accounts.addReset(account.id, hashSecret(secret), clock.now() + RESET_KEPT_MS)
    await mailer.send(
      email,
      'A new password for Weft',
      `Somebody, probably you, asked for a new password at ${publicUrl}.\n\n` +
        `To choose one, open this address within an hour. It works once:\n\n${publicUrl}/reset#r=${secret}\n\n` +
        'If it was not you, nothing needs to be done: the password stays as it is.\n',
    )
  }
}
