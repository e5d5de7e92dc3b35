import { readEmail } from '../../shared/access/email.ts'
import { freshAccount } from '../access/accounts.ts'
import { hashSecret, mintId, mintPassword } from '../access/keys.ts'
import { hashPassword } from '../access/passwords.ts'
import type { Account, AccountChange } from '../storage/account-store.ts'
import { openBeside } from '../storage/drivers/sqlite/data-directory.ts'
import { SqliteAccounts } from '../storage/drivers/sqlite/sqlite-accounts.ts'
import { SqliteSessions } from '../storage/drivers/sqlite/sqlite-sessions.ts'
import { type Call, type Command, CommandError, UsageError } from './command.ts'

const INVITATION_KEPT_DAYS = 7
const DAY_MS = 24 * 60 * 60 * 1000

export const USER: Command = {
  name: 'user',
  summary: 'Adds, lists, suspends, resets, promotes and invites people with accounts.',
  help: `weft user add EMAIL [--admin]
weft user list
weft user suspend EMAIL [--undo]
weft user reset EMAIL
weft user promote EMAIL [--undo]
weft user free EMAIL
weft user invite

Looks after the accounts in DATA_DIR. A server may run on it, and heeds what was changed within two
seconds. Run it as the user that the server runs as. Accounts are of use with ACCOUNTS=on.

  add       adds an account, with a password that is printed once; the first account administers
  list      every account: its address, whether it administers or is suspended, when it was made
            and last used
  suspend   signs the account out everywhere, and keeps it out; --undo lets it back in
  reset     gives it a new password, which is printed once, and signs it out everywhere
  promote   makes it an administrator's; --undo takes that back
  free      takes the address from the account that has it, which keeps its documents and password,
            and loses what others shared with that address: for who owns the address
  invite    prints an address at which one person can sign up, where SIGNUP=invite, within
            ${INVITATION_KEPT_DAYS} days`,
  statuses: {
    ok: 'it is done',
    failed: 'nothing was changed: there is no such account, or there is one already',
    usage: 'an argument or a setting cannot be used',
  },
  flags: { admin: { type: 'boolean', default: false }, undo: { type: 'boolean', default: false } },
  operands: { least: 1, most: 2, name: 'ACTION' },
  run: user,
}

interface Desk {
  readonly call: Call
  readonly accounts: SqliteAccounts
  /** Normalised; '' for an action that is about nobody. */
  readonly email: string
}

interface Action {
  /** Whether an address belongs to it, and which flag may. */
  readonly hasEmail: boolean
  readonly flag: 'admin' | 'undo' | null
  readonly run: (desk: Desk) => void | Promise<void>
}

const ACTIONS: Readonly<Record<string, Action>> = {
  add: { hasEmail: true, flag: 'admin', run: add },
  list: { hasEmail: false, flag: null, run: list },
  suspend: { hasEmail: true, flag: 'undo', run: suspend },
  reset: { hasEmail: true, flag: null, run: reset },
  promote: { hasEmail: true, flag: 'undo', run: promote },
  free: { hasEmail: true, flag: null, run: free },
  invite: { hasEmail: false, flag: null, run: invite },
}

async function user(call: Call): Promise<number> {
  const [name = '', operand] = call.operands
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  const more = 'weft user --help shows what there is'
  if (action === undefined) throw new UsageError(`unknown action ${name}; ${more}`)
  if (action.hasEmail !== (operand !== undefined)) {
    throw new UsageError(`${action.hasEmail ? 'EMAIL is missing' : `unknown argument ${operand ?? ''}`}; ${more}`)
  }
  const wrong = ['admin', 'undo'].find((flag) => call.flags[flag] === true && flag !== action.flag)
  if (wrong !== undefined) throw new UsageError(`weft user ${name} knows no --${wrong}; ${more}`)
  const email = operand === undefined ? '' : readEmail(operand)
  if (email === null) throw new UsageError(`${operand ?? ''} is no e-mail address`)
  const config = call.config()
  const { database, close } = openBeside(config.dataDirectory)
  try {
    await action.run({ call, accounts: new SqliteAccounts(database, new SqliteSessions(database)), email })
  } finally {
    close()
  }
  if (!config.accounts) call.terminal.note('Nobody can sign in as long as ACCOUNTS is off.')
  return 0
}

async function add({ call, accounts, email }: Desk): Promise<void> {
  const password = mintPassword()
  const account = { ...freshAccount(email, await hashPassword(password), call.clock.now()), by: null }
  if (accounts.add(account) !== 'added') throw new CommandError(`${email} has an account already`)
  if (call.flags['admin'] === true) accounts.setAdmin(account.id, true, null, call.clock.now())
  const isAdmin = accounts.byEmail(email)?.isAdmin === true
  call.terminal.say(`Added ${email}${isAdmin ? ', an administrator' : ''}. The password: ${password}`)
}

function list({ call, accounts }: Desk): void {
  const rows = accounts
    .all()
    .map((account) => [
      account.email,
      account.isAdmin ? 'administrator' : 'user',
      account.suspendedAt === null ? 'active' : 'suspended',
      `since ${dayOf(account.createdAt)}`,
      account.lastUsedAt === null ? 'never signed in' : `last used ${dayOf(account.lastUsedAt)}`,
    ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows) call.terminal.say(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  if (rows.length === 0) call.terminal.note('There are no accounts yet.')
}

function suspend({ call, accounts, email }: Desk): void {
  const isBack = call.flags['undo'] === true
  heeded(accounts.setSuspended(found(accounts, email).id, !isBack, null, call.clock.now()), email)
  call.terminal.say(isBack ? `${email} can sign in again.` : `${email} is signed out everywhere, and kept out.`)
}

async function reset({ call, accounts, email }: Desk): Promise<void> {
  const { id, passwordHash: expected } = found(accounts, email)
  const password = mintPassword()
  const change = { expected, passwordHash: await hashPassword(password), kept: null, by: null }
  if (!accounts.setPassword(id, change, call.clock.now())) {
    throw new CommandError(`${email} got another password in this very moment; try again`)
  }
  call.terminal.say(`${email} is signed out everywhere. The new password: ${password}`)
}

/** Whoever it belongs to can have an account then; whoever has it keeps theirs, under an address that is nobody's. */
function free({ call, accounts, email }: Desk): void {
  const { id } = found(accounts, email)
  const other = `${id.toLowerCase()}@freed.invalid`
  accounts.free(id, other, call.clock.now())
  call.terminal.say(`${email} is free. The account that had it is signed out everywhere, and signs in as ${other} now.`)
}

function promote({ call, accounts, email }: Desk): void {
  const isAdmin = call.flags['undo'] !== true
  heeded(accounts.setAdmin(found(accounts, email).id, isAdmin, null, call.clock.now()), email)
  call.terminal.say(`${email} is ${isAdmin ? 'an administrator' : 'no administrator any more'}.`)
}

function invite({ call, accounts }: Desk): void {
  const config = call.config()
  const secret = mintId()
  const until = call.clock.now() + INVITATION_KEPT_DAYS * DAY_MS
  accounts.addInvitation(hashSecret(secret), until, call.clock.now())
  call.terminal.say(`${config.basePath}/sign-up#i=${secret}`)
  call.terminal.note(`For one person, until ${dayOf(until)}: send it with the address of your server before it.`)
  if (config.accounts && config.signUp !== 'invite') {
    call.terminal.note(`An invitation is of use where SIGNUP is invite; it is ${config.signUp}.`)
  }
}

function found(accounts: SqliteAccounts, email: string): Account {
  const account = accounts.byEmail(email)
  if (account === null) throw new CommandError(`${email} has no account`)
  return account
}

function heeded(change: AccountChange, email: string): void {
  if (change === 'last-admin') {
    throw new CommandError(`nobody but ${email} administers; promote somebody else first`)
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
