import {
  MAX_ACCOUNT_REQUESTS,
  MAX_ACCOUNT_REQUESTS_PER_MINUTE,
  MAX_FILE_REQUESTS,
  MAX_FILE_REQUESTS_PER_MINUTE,
  MAX_HISTORY_REQUESTS,
  MAX_HISTORY_REQUESTS_PER_MINUTE,
  MAX_LIBRARY_REQUESTS,
  MAX_LIBRARY_REQUESTS_PER_MINUTE,
  MAX_NEW_CLIENT_IDS,
  MAX_NEW_CLIENT_IDS_PER_HOUR,
  MAX_NEW_LINKS,
  MAX_NEW_LINKS_PER_HOUR,
  MAX_PAGE_VISITS,
  MAX_PAGE_VISITS_PER_MINUTE,
  MAX_PASSWORDS,
  MAX_PROVIDER_VISITS,
  MAX_PROVIDER_VISITS_PER_HOUR,
  MAX_PASSWORDS_PER_HOUR,
  MAX_SHARED_ADDRESSES,
  MAX_SHARED_ADDRESSES_PER_HOUR,
  MAX_SHARING_REQUESTS,
  MAX_SHARING_REQUESTS_PER_MINUTE,
  MAX_RESETS_ASKED,
  MAX_RESETS_ASKED_PER_HOUR,
  MAX_RESET_MAILS,
  MAX_RESET_MAILS_PER_HOUR,
  MAX_SIGN_INS,
  MAX_SIGN_INS_PER_HOUR,
  MAX_SIGN_UPS,
  MAX_SIGN_UPS_PER_HOUR,
  MAX_UPLOADS,
  MAX_UPLOADS_PER_MINUTE,
  MAX_WRONG_KEYS,
  MAX_WRONG_KEYS_PER_MINUTE,
  MAX_WRONG_PASSWORDS,
  MAX_WRONG_PASSWORDS_PER_HOUR,
  MAX_WRONG_SIGN_INS,
  MAX_WRONG_SIGN_INS_OF_KNOWN,
  MAX_WRONG_SIGN_INS_OF_KNOWN_PER_HOUR,
  MAX_WRONG_SIGN_INS_PER_HOUR,
} from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import { KeyedBuckets } from '../lib/keyed-buckets.ts'

const ONE_MINUTE_SECONDS = 60
const ONE_HOUR_SECONDS = 60 * 60

/**
 * What is kept for ever, or costs a look into the database, and could be asked for without end. An address is named as
 * `addressKey` does. Kept in memory: a restart forgives.
 */
export interface Budgets {
  /** New documents of an address. */
  readonly documents: KeyedBuckets
  /** New guests of an address. */
  readonly guests: KeyedBuckets
  /** Attempts of an address that opened nothing. */
  readonly wrongKeys: KeyedBuckets
  /** Wrong passwords of a link (`passwordsKey`), wherever they come from. */
  readonly wrongPasswords: KeyedBuckets
  /** Passwords of links that an address comes with, right or wrong: each is hashed. */
  readonly passwords: KeyedBuckets
  /** New links of an address. */
  readonly links: KeyedBuckets
  /** What an address asks or changes of who may do what. */
  readonly sharing: KeyedBuckets
  /** E-mail addresses that an account, by its actor, shares with. */
  readonly sharedAddresses: KeyedBuckets
  /** How often an address asks what documents were. */
  readonly history: KeyedBuckets
  /** What an address asks or changes of the documents that it has. */
  readonly library: KeyedBuckets
  /** New clientIDs of a guest in a document (`clientIdsKey`). */
  readonly clientIds: KeyedBuckets
  /** Passwords of accounts that an address comes with, right or wrong: each is hashed. */
  readonly signIns: KeyedBuckets
  /** Wrong passwords of an account, wherever they come from; of who is signed in to it, by themselves. */
  readonly wrongSignIns: KeyedBuckets
  /** After these, those of a browser that signed in to the account lately. */
  readonly wrongSignInsOfKnown: KeyedBuckets
  /** Visits of an address to the provider. */
  readonly visits: KeyedBuckets
  /** New accounts of an address. */
  readonly signUps: KeyedBuckets
  /** Mails about a forgotten password, by the e-mail address they go to. */
  readonly resetMails: KeyedBuckets
  /** How often an address asks for them. */
  readonly resetsAsked: KeyedBuckets
  /** Published pages that an address loads or follows. */
  readonly pages: KeyedBuckets
  /** Files that an address stores. */
  readonly uploads: KeyedBuckets
  /** What else it asks of files. */
  readonly files: KeyedBuckets
  /** What else an address asks of accounts. */
  readonly accounts: KeyedBuckets
}

/** So many at once, and as many again over each hour. */
export interface HourlyBudgets {
  readonly documentsPerHour: number
  readonly guestsPerHour: number
}

export function createBudgets({ documentsPerHour, guestsPerHour }: HourlyBudgets, clock: Clock): Budgets {
  const hourly = (burst: number, perHour: number) =>
    new KeyedBuckets({ burst, perSecond: perHour / ONE_HOUR_SECONDS }, clock)
  const minutely = (burst: number, perMinute: number) =>
    new KeyedBuckets({ burst, perSecond: perMinute / ONE_MINUTE_SECONDS }, clock)
  return {
    documents: hourly(documentsPerHour, documentsPerHour),
    guests: hourly(guestsPerHour, guestsPerHour),
    wrongKeys: minutely(MAX_WRONG_KEYS, MAX_WRONG_KEYS_PER_MINUTE),
    wrongPasswords: hourly(MAX_WRONG_PASSWORDS, MAX_WRONG_PASSWORDS_PER_HOUR),
    passwords: hourly(MAX_PASSWORDS, MAX_PASSWORDS_PER_HOUR),
    sharing: minutely(MAX_SHARING_REQUESTS, MAX_SHARING_REQUESTS_PER_MINUTE),
    sharedAddresses: hourly(MAX_SHARED_ADDRESSES, MAX_SHARED_ADDRESSES_PER_HOUR),
    history: minutely(MAX_HISTORY_REQUESTS, MAX_HISTORY_REQUESTS_PER_MINUTE),
    library: minutely(MAX_LIBRARY_REQUESTS, MAX_LIBRARY_REQUESTS_PER_MINUTE),
    links: hourly(MAX_NEW_LINKS, MAX_NEW_LINKS_PER_HOUR),
    clientIds: hourly(MAX_NEW_CLIENT_IDS, MAX_NEW_CLIENT_IDS_PER_HOUR),
    signIns: hourly(MAX_SIGN_INS, MAX_SIGN_INS_PER_HOUR),
    wrongSignIns: hourly(MAX_WRONG_SIGN_INS, MAX_WRONG_SIGN_INS_PER_HOUR),
    wrongSignInsOfKnown: hourly(MAX_WRONG_SIGN_INS_OF_KNOWN, MAX_WRONG_SIGN_INS_OF_KNOWN_PER_HOUR),
    visits: hourly(MAX_PROVIDER_VISITS, MAX_PROVIDER_VISITS_PER_HOUR),
    signUps: hourly(MAX_SIGN_UPS, MAX_SIGN_UPS_PER_HOUR),
    resetMails: hourly(MAX_RESET_MAILS, MAX_RESET_MAILS_PER_HOUR),
    resetsAsked: hourly(MAX_RESETS_ASKED, MAX_RESETS_ASKED_PER_HOUR),
    pages: minutely(MAX_PAGE_VISITS, MAX_PAGE_VISITS_PER_MINUTE),
    uploads: minutely(MAX_UPLOADS, MAX_UPLOADS_PER_MINUTE),
    files: minutely(MAX_FILE_REQUESTS, MAX_FILE_REQUESTS_PER_MINUTE),
    accounts: minutely(MAX_ACCOUNT_REQUESTS, MAX_ACCOUNT_REQUESTS_PER_MINUTE),
  }
}

export function passwordsKey(document: string, link: string): string {
  return `${document} ${link}`
}

export function clientIdsKey(actor: string, document: string): string {
  return `${actor} ${document}`
}
