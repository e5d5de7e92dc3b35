import type { Config } from '../config.ts'
import type { Clock } from '../lib/clock.ts'
import type { Storage } from '../storage/storage.ts'
import { Accounts, type SignedInConnections } from './accounts.ts'
import { Administration, type DocumentHouse } from './administration.ts'
import type { Budgets } from './budgets.ts'
import { IdentityProvider } from './identity-provider.ts'
import { Mailer } from './mailer.ts'
import { PasswordResets } from './password-resets.ts'
import { ResetMails } from './reset-mails.ts'
import type { Visitors } from './visitors.ts'

interface AccountParts {
  readonly storage: Storage
  readonly budgets: Budgets
  readonly clock: Clock
  readonly connections: SignedInConnections
  readonly documents: DocumentHouse
  readonly log: { warn(context: object, message: string): void }
}

/** Everything about accounts, as far as the configuration wants it. */
export function createAccounts(config: Config, visitors: Visitors, parts: AccountParts) {
  const { signUp, oidcIssuer: issuer, oidcClientId, oidcClientSecret, smtpUrl, mailFrom, publicUrl } = config
  const { storage, log, documents, ...services } = parts
  const provider =
    issuer === null ? null : new IdentityProvider({ issuer, clientId: oidcClientId, clientSecret: oidcClientSecret })
  const known = { ...services, accounts: storage.accounts }
  const resets = new PasswordResets(known)
  const resetMails =
    smtpUrl === ''
      ? null
      : new ResetMails({
          ...known,
          resets,
          mailer: new Mailer({ smtpUrl, from: mailFrom }),
          publicUrl,
          // What a mail server says may hold the address that it was for.
          failed: (error) => log.warn({ code: (error as { code?: string }).code }, 'a mail could not be sent'),
        })
  const accounts = new Accounts({ ...known, signUp, provider: provider?.name ?? null, canReset: resetMails !== null })
  const administration = new Administration({ ...known, storage, resets, documents })
  return { visitors, provider, resets, resetMails, accounts, administration }
}
