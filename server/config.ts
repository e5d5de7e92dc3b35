import { resolve } from 'node:path'
import { GUESTS_SETTINGS, SIGN_UP_SETTINGS } from '../shared/access/account-answers.ts'
import {
  basePath,
  embedAncestors,
  emailOrNone,
  host,
  integer,
  issuer,
  onOrOff,
  oneOf,
  publicUrl,
  smtpUrl,
  trustProxy,
} from './option-values.ts'

/**
 * Every option of the server, once. `--help`, `docs/configuration.md`, the errors and the type of `Config` are made from
 * this table, and nothing else under `server/` reads the environment.
 */

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

export interface Option<Value> {
  readonly env: string
  /** What may be written, for people. */
  readonly type: string
  /** As it would be written. */
  readonly fallback: string
  readonly description: string
  /** Throws a RangeError whose message ends the sentence "PORT must be ...". */
  readonly parse: (text: string) => Value
}

export const OPTIONS = {
  port: {
    env: 'PORT',
    type: 'number',
    fallback: '3000',
    description: 'The port to listen on; 0 takes any free one.',
    parse: integer(0, 65_535),
  },
  host: {
    env: 'HOST',
    type: 'address',
    fallback: '127.0.0.1',
    description:
      'The address to listen on. The default is reachable from this computer alone; 0.0.0.0 (or :: with IPv6) is ' +
      'reachable from the network.',
    parse: host,
  },
  dataDirectory: {
    env: 'DATA_DIR',
    type: 'folder',
    fallback: './data',
    description: 'Everything the server keeps is in this folder. It is created when it does not exist.',
    parse: (text) => resolve(text),
  },
  basePath: {
    env: 'BASE_PATH',
    type: 'path',
    fallback: '',
    description:
      'The path under which a proxy shows the server, such as /weft. The proxy passes the path on unchanged. Empty is ' +
      'the root.',
    parse: basePath,
  },
  trustProxy: {
    env: 'TRUST_PROXY',
    type: 'off, on, a list of addresses, or a number',
    fallback: 'off',
    description:
      'Whose X-Forwarded-For, -Proto and -Host headers to believe: nobody’s (off), those of proxies at these addresses ' +
      'and CIDR ranges (127.0.0.1,10.0.0.0/8), those of so many proxies in a row (1), or everybody’s (on). Use a ' +
      'number or on only when nobody can reach the server except through the proxy.',
    parse: trustProxy,
  },
  accounts: {
    env: 'ACCOUNTS',
    type: 'off or on',
    fallback: 'off',
    description:
      'Whether people can have accounts: sign in on any device, and find their documents there. The first account of an ' +
      'instance is its administrator’s.',
    parse: onOrOff,
  },
  signUp: {
    env: 'SIGNUP',
    type: SIGN_UP_SETTINGS.join(', '),
    fallback: 'closed',
    description:
      'With ACCOUNTS=on: who may sign up with an e-mail address and a password: everybody (open), whoever has an invitation ' +
      '(invite; weft user invite makes one), or nobody (closed; weft user add makes accounts).',
    parse: oneOf(SIGN_UP_SETTINGS),
  },
  guests: {
    env: 'GUESTS',
    type: GUESTS_SETTINGS.join(', '),
    fallback: 'write',
    description:
      'With ACCOUNTS=on: what people who are not signed in may do: everything that their link gives (write), no more than ' +
      'read (read), or nothing (off).',
    parse: oneOf(GUESTS_SETTINGS),
  },
  publish: {
    env: 'PUBLISH',
    type: 'on or off',
    fallback: 'on',
    description:
      'Whether owners can publish a document: everybody may then read it, without an account and whatever GUESTS says, at an ' +
      'address of its own. With off nothing is published, also what was before.',
    parse: onOrOff,
  },
  embedAncestors: {
    env: 'EMBED_ANCESTORS',
    type: 'none, * or a list of origins',
    fallback: '*',
    description:
      'Which sites may show published documents within their pages: nobody’s (none), everybody’s (*), or those of these ' +
      'origins (https://intranet.example.org, https://*.example.org). There is nothing in such a page but what everybody may ' +
      'read, and nothing to press; all other pages are shown within those of nobody.',
    parse: embedAncestors,
  },
  offlineApp: {
    env: 'OFFLINE_APP',
    type: 'on or off',
    fallback: 'on',
    description:
      'Whether browsers may keep the program, so that it opens without a network, and can be installed. With off those that keep ' +
      'it let go of it when they next reach the server. The texts that a browser keeps are no part of it.',
    parse: onOrOff,
  },
  oidcIssuer: {
    env: 'OIDC_ISSUER',
    type: 'address',
    fallback: '',
    description:
      'With ACCOUNTS=on: the issuer of a provider of OpenID Connect, such as https://login.example.org, by which people sign ' +
      'in. Whoever it vouches for has an account, whatever SIGNUP says. Its redirect URI is the address of this server, and ' +
      '/oidc/callback.',
    parse: issuer,
  },
  oidcClientId: {
    env: 'OIDC_CLIENT_ID',
    type: 'text',
    fallback: '',
    description: 'What the provider knows this server by.',
    parse: (text) => text,
  },
  oidcClientSecret: {
    env: 'OIDC_CLIENT_SECRET',
    type: 'text',
    fallback: '',
    description: 'The secret that the provider gave for it.',
    parse: (text) => text,
  },
  smtpUrl: {
    env: 'SMTP_URL',
    type: 'address',
    fallback: '',
    description:
      'With ACCOUNTS=on: the mail server by which who forgot a password is sent a link, such as ' +
      'smtps://name:password@mail.example.org. Without it, weft user reset gives a new password.',
    parse: smtpUrl,
  },
  mailFrom: {
    env: 'MAIL_FROM',
    type: 'e-mail address',
    fallback: '',
    description: 'Whom these mails are from.',
    parse: emailOrNone,
  },
  publicUrl: {
    env: 'PUBLIC_URL',
    type: 'address',
    fallback: '',
    description:
      'The address of this server, with BASE_PATH, as links in mails begin: https://weft.example.org. What a browser says of ' +
      'it is not believed there.',
    parse: publicUrl,
  },
  logLevel: {
    env: 'LOG_LEVEL',
    type: LOG_LEVELS.join(', '),
    fallback: 'info',
    description: 'The least important messages to log; debug adds a line for each request.',
    parse: oneOf(LOG_LEVELS),
  },
  maxConnections: {
    env: 'MAX_CONNECTIONS',
    type: 'number',
    fallback: '10000',
    description: 'Editors connected at once. Beyond it a page says that the server is full, and tries again.',
    parse: integer(1, 1_000_000),
  },
  maxConnectionsPerAddress: {
    env: 'MAX_CONNECTIONS_PER_ADDRESS',
    type: 'number',
    fallback: '256',
    description:
      'Editors connected at once from one address (of IPv6: one /64 network). Beyond it a page says so, and tries again. ' +
      'Behind a proxy, TRUST_PROXY must name it, or everybody has the proxy’s address.',
    parse: integer(1, 1_000_000),
  },
  documentsPerHour: {
    env: 'DOCUMENTS_PER_HOUR',
    type: 'number',
    fallback: '120',
    description:
      'Documents that one address (of IPv6: one /64 network) may create at once, and as many again over each hour. Beyond ' +
      'it a new document stays on its author’s device until there is room.',
    parse: integer(1, 1_000_000),
  },
  maxDocumentMib: {
    env: 'MAX_DOCUMENT_MIB',
    type: 'number',
    fallback: '16',
    description:
      'How large a document may become, in MiB, with everything that was deleted in it and is still remembered. Beyond it ' +
      'only deleting is possible.',
    parse: integer(2, 256),
  },
  maxFileMib: {
    env: 'MAX_FILE_MIB',
    type: 'number',
    fallback: '20',
    description:
      'How large a file may be that is stored with a document, an image say, in MiB. With 0 none can be stored; those that are ' +
      'there stay.',
    parse: integer(0, 4096),
  },
  maxDocumentFilesMib: {
    env: 'MAX_DOCUMENT_FILES_MIB',
    type: 'number',
    fallback: '200',
    description: 'How large all files of one document may be together, in MiB.',
    parse: integer(1, 1_000_000),
  },
  maxPersonFilesMib: {
    env: 'MAX_PERSON_FILES_MIB',
    type: 'number',
    fallback: '1024',
    description:
      'How large all files may be together, in MiB, that one guest or account has stored, in whatever documents, and those of ' +
      'copies that they made.',
    parse: integer(1, 1_000_000),
  },
  guestsPerHour: {
    env: 'GUESTS_PER_HOUR',
    type: 'number',
    fallback: '1000',
    description:
      'Browsers never seen before that one address (of IPv6: one /64 network) may join or create documents with at once, ' +
      'and as many again over each hour. Beyond it a new browser waits.',
    parse: integer(1, 1_000_000),
  },
  uneditedDocumentHours: {
    env: 'UNEDITED_DOCUMENT_HOURS',
    type: 'number',
    fallback: '24',
    description: 'A document that was created and never edited is removed after this many hours.',
    parse: integer(1, 87_600),
  },
  maxRooms: {
    env: 'MAX_ROOMS',
    type: 'number',
    fallback: '10000',
    description:
      'Documents in memory at once. Beyond it those that nobody is in make place, longest unused first; when somebody is ' +
      'in each of them, who opens another one is told that the server is full, and tries again.',
    parse: integer(1, 1_000_000),
  },
  roomIdleSeconds: {
    env: 'ROOM_IDLE_SECONDS',
    type: 'number',
    fallback: '60',
    description: 'How long a document stays in memory after the last person left it.',
    parse: integer(0, 86_400),
  },
  shutdownSeconds: {
    env: 'SHUTDOWN_SECONDS',
    type: 'number',
    fallback: '10',
    description:
      'How long a stop (SIGTERM, SIGINT) may take to store and acknowledge what has arrived; then the process is killed.',
    parse: integer(1, 3600),
  },
} as const satisfies Record<string, Option<unknown>>

type Options = typeof OPTIONS

export type Config = { readonly [Name in keyof Options]: ReturnType<Options[Name]['parse']> }

/** Those that are of use together alone. */
const PROVIDER_OPTIONS = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']
const MAIL_OPTIONS = ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL']
/** Of no use without accounts: whoever sets one means that there are some, and would have an open server all the same. */
const ACCOUNT_OPTIONS = ['SIGNUP', 'GUESTS', ...PROVIDER_OPTIONS, ...MAIL_OPTIONS]
/** What was written there is told nobody. */
const SECRET_OPTIONS = ['OIDC_CLIENT_SECRET', 'SMTP_URL']

/** A setting that cannot be used; the message is one line that names the option. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * The configuration in these environment variables. One that is absent or empty has its default. Throws a ConfigError for
 * the first value that cannot be used.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const values = Object.entries<Option<unknown>>(OPTIONS).map(([name, option]) => [name, read(option, environment)])
  const config = Object.freeze(Object.fromEntries(values) as Config)
  const problem = problemBetween(config)
  if (problem !== null) throw new ConfigError(problem)
  return config
}

/** As `readConfig`, but what cannot be used has its default, and is told of. */
export function inspectConfig(environment: Readonly<Record<string, string | undefined>> = process.env): {
  readonly config: Config
  readonly problems: readonly string[]
} {
  const problems: string[] = []
  const usable = Object.values<Option<unknown>>(OPTIONS).filter((option) => {
    try {
      read(option, environment)
      return true
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      problems.push(error.message)
      return false
    }
  })
  const values = Object.fromEntries(usable.map(({ env }) => [env, environment[env]]))
  try {
    return { config: readConfig(values), problems }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const others = Object.fromEntries(Object.entries(values).filter(([env]) => !ACCOUNT_OPTIONS.includes(env)))
    return { config: readConfig(others), problems: [...problems, error.message] }
  }
}

/** What is wrong when some of these are given and others are not; null when nothing is. */
function together(names: readonly string[], given: readonly boolean[]): string | null {
  return new Set(given).size === 1 ? null : `${names.join(', ')} must be set together, or not at all`
}

/** What is wrong with settings that are right each by itself; null when nothing is. */
function problemBetween(config: Config): string | null {
  const { oidcIssuer, oidcClientId, oidcClientSecret, smtpUrl, mailFrom, publicUrl } = config
  const ofProvider = [oidcIssuer !== null, oidcClientId !== '', oidcClientSecret !== '']
  const ofMail = [smtpUrl !== '', mailFrom !== '', publicUrl !== '']
  const given = [config.signUp !== OPTIONS.signUp.fallback, config.guests !== OPTIONS.guests.fallback]
  return (
    withoutAccounts(config.accounts, [...given, ...ofProvider, ...ofMail]) ??
    together(PROVIDER_OPTIONS, ofProvider) ??
    together(MAIL_OPTIONS, ofMail)
  )
}

/** `given` tells of each of `ACCOUNT_OPTIONS` whether it was set. */
function withoutAccounts(accounts: boolean, given: readonly boolean[]): string | null {
  const names = ACCOUNT_OPTIONS.filter((_name, index) => given[index])
  if (accounts || names.length === 0) return null
  return `ACCOUNTS must be on for ${names.join(', ')}: without accounts, everybody may write and nobody signs in`
}

function read(option: Option<unknown>, environment: Readonly<Record<string, string | undefined>>): unknown {
  const given = environment[option.env]?.trim() ?? ''
  try {
    return option.parse(given === '' ? option.fallback : given)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const told = SECRET_OPTIONS.includes(option.env) ? '' : `, not ${JSON.stringify(given)}`
    throw new ConfigError(`${option.env} must be ${error.message}${told}`)
  }
}
