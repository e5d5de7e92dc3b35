import type { AccountRefusal } from '../../shared/access/account-errors.ts'
import type { AccountStore } from '../storage/account-store.ts'
import type { Browser } from './accounts.ts'
import type { Budgets } from './budgets.ts'
import type { Mailer } from './mailer.ts'
import type { PasswordResets } from './password-resets.ts'

const RESET_KEPT_MS = 60 * 60 * 1000

export interface ResetMailServices {
  readonly accounts: AccountStore
  readonly budgets: Budgets
  readonly resets: PasswordResets
  readonly mailer: Pick<Mailer, 'send'>
  /** Of this server, without a slash at the end. A browser could say another one, and the mail would lead there. */
  readonly publicUrl: string
  readonly failed: (error: unknown) => void
}

/** Mails a link to a new password to who asks for it. */
export class ResetMails {
  readonly #services: ResetMailServices

  constructor(services: ResetMailServices) {
    this.#services = services
  }

  /** Answered alike, and as fast, whether there is such an account or not: what is mailed is not waited for. */
  async ask({ address }: Browser, email: string): Promise<{ readonly ok: true } | AccountRefusal> {
    const { resetMails, resetsAsked } = this.#services.budgets
    const waitMs = resetsAsked.waitMs(address) || resetMails.waitMs(email)
    if (waitMs > 0) return { ok: false, code: 'slow', retryAfterMs: waitMs }
    resetsAsked.take(address)
    resetMails.take(email)
    this.#mail(email).catch(this.#services.failed)
    return { ok: true }
  }

  /** To who comes by a provider alone nothing is sent: the provider says whether they still may. */
  async #mail(email: string): Promise<void> {
    const { accounts, resets, mailer, publicUrl } = this.#services
    const account = await accounts.byEmail(email)
    if (account === null || account.passwordHash === null || account.suspendedAt !== null) return
    const path = await resets.make(account.id, account.actor, RESET_KEPT_MS)
    await mailer.send(
      email,
      'A new password for Weft',
      `Somebody, probably you, asked for a new password at ${publicUrl}.\n\n` +
        `To choose one, open this address within an hour. It works once:\n\n${publicUrl}/${path}\n\n` +
        'If it was not you, nothing needs to be done: the password stays as it is.\n',
    )
  }
}
