import { randomBytes } from 'node:crypto'
import type { AccountAnswer, SignUpSetting } from '../../shared/access/account-answers.ts'
import type { AccountErrorCode, AccountRefusal } from '../../shared/access/account-errors.ts'
import type { ChangePassword, SignIn, SignUp } from '../../shared/access/account-requests.ts'
import { readEmail } from '../../shared/access/email.ts'
import { MAX_SESSIONS } from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import type { KeyedBuckets } from '../lib/keyed-buckets.ts'
import type { Account, AccountStore, Identity, NewAccount, SignedIn } from '../storage/account-store.ts'
import type { Budgets } from './budgets.ts'
import type { VouchedFor } from './identity-provider.ts'
import { hashSecret, mintId } from './keys.ts'
import { hashPassword, isPassword, passwordsWaitMs } from './passwords.ts'
import { RecentBrowsers } from './recent-browsers.ts'

/** Connections that hold what has changed. */
export interface SignedInConnections {
  /** Sessions ended: their connections end as soon as that is seen. */
  sessionsEnded(): void
  /** Whoever comes with these tokens is somebody else now, or has something else: they connect again. */
  renew(tokenHashes: readonly Uint8Array[]): void
}

export interface AccountServices {
  readonly accounts: AccountStore
  readonly budgets: Budgets
  readonly clock: Clock
  readonly signUp: SignUpSetting
  /** What the provider of OpenID Connect is called; null where there is none. */
  readonly provider: string | null
  /** Who forgot a password can be sent a link. */
  readonly canReset: boolean
  readonly connections: SignedInConnections
}

/** A browser that asks. */
export interface Browser {
  /** As `addressKey` names it. */
  readonly address: string
  /** As `deviceName` tells it. */
  readonly device: string
  readonly signedIn: SignedIn | null
  /** Of its guest token; null when it has none. */
  readonly guestTokenHash: Uint8Array | null
}

/** A browser is signed in by this token from now on. */
export interface Started {
  readonly ok: true
  readonly token: string
}

const DONE = { ok: true } as const

/** What people do about their accounts: sign up, in and out, change the password, end sessions. Refusals are values. */
export class Accounts {
  readonly #services: AccountServices
  readonly #browsers = new RecentBrowsers()
  /** Of a password that nobody has: who has no account waits as long as who has one. */
  readonly #nobodysPassword = hashPassword(mintToken())

  constructor(services: AccountServices) {
    this.#services = services
  }

  async overview({ address, signedIn, guestTokenHash }: Browser): Promise<AccountAnswer | AccountRefusal> {
    const { accounts, clock, signUp, provider, canReset, budgets } = this.#services
    if (!budgets.accounts.take(address)) return slow(budgets.accounts.waitMs(address))
    const guestDocuments = guestTokenHash === null ? 0 : await accounts.countGuestDocuments(guestTokenHash)
    if (signedIn === null) {
      return { ok: true, account: null, signUp, provider, canReset, isFirst: await accounts.isEmpty(), guestDocuments }
    }
    const { email, isAdmin, passwordHash, id } = signedIn.account
    const sessions = (await accounts.sessions(id, clock.now())).map((session) => ({
      ...session,
      isThis: session.id === signedIn.session,
    }))
    const account = { id, email, isAdmin, hasPassword: passwordHash !== null, sessions }
    return { ok: true, account, signUp, provider, canReset, isFirst: false, guestDocuments }
  }

  async signUp(browser: Browser, { email, password, invitation }: SignUp): Promise<Started | AccountRefusal> {
    const { accounts, budgets, clock, signUp } = this.#services
    if (signUp === 'closed') return refuse('sign-up-closed')
    if (signUp === 'invite' && invitation === undefined) return refuse('invitation-needed')
    const waitMs = budgets.signUps.waitMs(browser.address) || passwordsWaitMs()
    if (waitMs > 0) return slow(waitMs)
    budgets.signUps.take(browser.address)
    const account = freshAccount(email, await hashPassword(password), clock.now())
    const invitationHash = signUp === 'invite' && invitation !== undefined ? hashSecret(invitation) : null
    const outcome = await accounts.add({ ...account, invitationHash })
    if (outcome === 'taken') return refuse('email-taken')
    if (outcome === 'uninvited') return refuse('invitation-needed')
    return this.#start(browser, account)
  }

  /** Whatever is wrong, the answer is the same, and takes as long. */
  async signIn(browser: Browser, { email, password }: SignIn): Promise<Started | AccountRefusal> {
    const { accounts, budgets } = this.#services
    const early = budgets.signIns.waitMs(browser.address) || passwordsWaitMs()
    if (early > 0) return slow(early)
    const [account, nobodys] = await Promise.all([accounts.byEmail(email), this.#nobodysPassword])
    const guessed = account === null ? email : passwordKey(account)
    const own = this.#browsers.keyOf(guessed, browser.guestTokenHash)
    // Who guesses from elsewhere does not keep out the browsers that are known to be the account's.
    const attempt =
      own !== null && budgets.wrongSignIns.waitMs(guessed) > 0
        ? { bucket: budgets.wrongSignInsOfKnown, key: own }
        : { bucket: budgets.wrongSignIns, key: guessed }
    const waitMs = this.#takeAttempt(browser.address, attempt)
    if (waitMs > 0) return slow(waitMs)
    const isRight = await isPassword(password, account?.passwordHash ?? nobodys)
    if (account === null || account.passwordHash === null || !isRight) return refuse('wrong-sign-in')
    const started = await this.#start(browser, account)
    if (started.ok) attempt.bucket.giveBack(attempt.key)
    return started
  }

  /** One more visit to the provider: 0, or milliseconds after which to come again. */
  takeVisit({ address }: Browser): number {
    const { visits } = this.#services.budgets
    return visits.take(address) ? 0 : visits.waitMs(address)
  }

  /** Somebody comes back from the provider, which is asked about them: as `takeVisit`. */
  takeReturn({ address }: Browser): number {
    const { accounts } = this.#services.budgets
    return accounts.take(address) ? 0 : accounts.waitMs(address)
  }

  /**
   * Whoever the provider vouches for has an account; it is made when they first come. An account that somebody else made with
   * the same address is not theirs by that.
   */
  async signInVouched(browser: Browser, { issuer, subject, email }: VouchedFor): Promise<Started | AccountRefusal> {
    const { accounts, clock } = this.#services
    const identity = { issuer, subject }
    const known = await accounts.byIdentity(identity)
    if (known !== null) return this.#start(browser, known)
    const read = email === null ? null : readEmail(email)
    if (read === null) return refuse('email-missing')
    const account = freshAccount(read, null, clock.now(), identity)
    if ((await accounts.add(account)) !== 'added') return refuse('email-taken')
    return this.#start(browser, account)
  }

  async signOut({ signedIn }: Browser): Promise<typeof DONE> {
    if (signedIn !== null) await this.#end(signedIn.account, signedIn.session)
    return DONE
  }

  /** Ends every other session. */
  async changePassword(
    { address, signedIn }: Browser,
    { present, password }: ChangePassword,
  ): Promise<typeof DONE | AccountRefusal> {
    const { accounts, budgets, clock, connections } = this.#services
    if (signedIn === null) return refuse('sign-in-needed')
    const { id, actor, passwordHash: expected } = signedIn.account
    // Who comes by a provider gets none by a session alone, which somebody might have taken over.
    if (expected === null) return refuse('wrong-password')
    // Apart from those who are not signed in: they do not keep who is from changing it.
    const attempt = { bucket: budgets.wrongSignIns, key: `signed in ${passwordKey(signedIn.account)}` }
    const waitMs = this.#takeAttempt(address, attempt)
    if (waitMs > 0) return slow(waitMs)
    if (!(await isPassword(present, expected))) return refuse('wrong-password')
    attempt.bucket.giveBack(attempt.key)
    const busyMs = passwordsWaitMs()
    if (busyMs > 0) return slow(busyMs)
    const change = { expected, passwordHash: await hashPassword(password), kept: signedIn.session, by: actor }
    if (!(await accounts.setPassword(id, change, clock.now()))) return refuse('outdated')
    connections.sessionsEnded()
    return DONE
  }

  async endSession({ address, signedIn }: Browser, session: string): Promise<typeof DONE | AccountRefusal> {
    const { budgets } = this.#services
    if (signedIn === null) return refuse('sign-in-needed')
    if (!budgets.accounts.take(address)) return slow(budgets.accounts.waitMs(address))
    return (await this.#end(signedIn.account, session)) ? DONE : refuse('outdated')
  }

  /** What this browser has as a guest becomes the account's. */
  async adoptGuest({ address, signedIn, guestTokenHash }: Browser): Promise<typeof DONE | AccountRefusal> {
    const { accounts, budgets, clock, connections } = this.#services
    if (signedIn === null) return refuse('sign-in-needed')
    if (!budgets.accounts.take(address)) return slow(budgets.accounts.waitMs(address))
    if (guestTokenHash === null) return DONE
    await accounts.adoptGuest(signedIn.account.id, guestTokenHash, clock.now())
    connections.renew([guestTokenHash, signedIn.actorTokenHash])
    return DONE
  }

  async #start(
    { device, signedIn, guestTokenHash }: Browser,
    { id: account, passwordHash }: Pick<Account, 'id' | 'passwordHash'>,
  ): Promise<Started | AccountRefusal> {
    const { accounts, clock, connections } = this.#services
    const token = mintToken()
    const session = { id: mintId(), account, tokenHash: hashSecret(token), device, at: clock.now(), passwordHash }
    if (!(await accounts.startSession(session, MAX_SESSIONS))) return refuse('wrong-sign-in')
    this.#browsers.remember(passwordKey({ id: account, passwordHash }), guestTokenHash)
    // The browser forgets the one it had.
    if (signedIn !== null) await this.#end(signedIn.account, signedIn.session)
    else connections.sessionsEnded()
    return { ok: true, token }
  }

  async #end({ id, actor }: Account, session: string): Promise<boolean> {
    const { accounts, clock, connections } = this.#services
    const isEnded = await accounts.endSession(id, session, actor, clock.now())
    connections.sessionsEnded()
    return isEnded
  }

  /**
   * Counts one password that is tried, as a wrong one until it is given back: of many at the same time, none may be tried that
   * is not counted yet. It is to be hashed at once, without an `await` between. Answers 0, or milliseconds after which to
   * come again.
   */
  #takeAttempt(address: string, { bucket, key }: Attempt): number {
    const { signIns } = this.#services.budgets
    const waitMs = signIns.waitMs(address) || bucket.waitMs(key) || passwordsWaitMs()
    if (waitMs > 0) return waitMs
    signIns.take(address)
    bucket.take(key)
    return 0
  }
}

/** By what a password that is tried is counted. */
interface Attempt {
  readonly bucket: KeyedBuckets
  readonly key: string
}

/** What wrong passwords of an account are counted by: with a new one, whoever sets it and wherever, the count begins anew. */
function passwordKey({ id, passwordHash }: Pick<Account, 'id' | 'passwordHash'>): string {
  return `${id} ${passwordHash ?? ''}`
}

/** An account that is nobody's yet, with an actor of its own, which makes it. */
export function freshAccount(
  email: string,
  passwordHash: string | null,
  at: number,
  identity: Identity | null = null,
): NewAccount {
  const actorTokenHash = hashSecret(mintToken())
  const actor = mintId()
  return { id: mintId(), email, passwordHash, actor, actorTokenHash, invitationHash: null, identity, by: actor, at }
}

/** 256 random bits as 43 characters of base64url. */
function mintToken(): string {
  return randomBytes(32).toString('base64url')
}

function refuse(code: AccountErrorCode): AccountRefusal {
  return { ok: false, code }
}

function slow(retryAfterMs: number): AccountRefusal {
  return { ok: false, code: 'slow', retryAfterMs }
}
