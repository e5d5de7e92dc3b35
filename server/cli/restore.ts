import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { claimDirectory } from '../storage/drivers/sqlite/data-directory.ts'
import { UPLOADS_NAME } from '../storage/drivers/disk/disk-blobs.ts'
import { DATABASE_NAME } from './archive-manifest.ts'
import { type Call, type Command, CommandError, type Flags, UsageError } from './command.ts'
import { syncDirectory } from '../lib/folder.ts'
import { describeFinding, unpackBackup } from './unpacking.ts'

/** Inside DATA_DIR, so that it is on the same file system even when DATA_DIR is a mount. */
const PARTIAL_NAME = 'restore.partial'

/** What may be in a folder that is as good as empty; the last two are a database that a crash kept from being made. */
const HARMLESS = new Set([PARTIAL_NAME, 'server.lock', 'lost+found', 'weft.db.new', 'weft.db.new-journal'])

const HOUR_MS = 60 * 60 * 1000
const MAX_RELAY_HOURS = 24 * 365

/** Faults that are told one by one. */
const TOLD = 20

export const RESTORE: Command = {
  name: 'restore',
  summary: 'Puts a backup into an empty DATA_DIR.',
  help: `weft restore FILE [--relay-hours N] [--despite-problems]

Puts a backup into DATA_DIR, which must be empty or absent; a server must not run on it. The
archive's checksums, the database and every document and file in it are verified before anything is put in
place, in one step at the end: until then it is in DATA_DIR/${PARTIAL_NAME}, which an interrupted
restore takes away, or else the next one. Run it as the user that the server runs as.

Browsers may hold edits that the backup lacks, their own and those of others. For --relay-hours the
server takes both back from whoever can write in a document, and notes who brought them; after that
only their authors can bring them back.

Whoever has an account signs in again; invitations, and links to a new password, are over.

  FILE                 what weft backup wrote, by this version of Weft or an older one
  --relay-hours N      for how long, in hours (default: 24; 0: others' edits are not taken back)
  --despite-problems   restore even when documents in it have problems; what is wrong is told`,
  statuses: {
    ok: 'it is restored, and the server can be started',
    failed: 'nothing was restored: DATA_DIR is not empty, a server runs on it, the backup is damaged',
    usage: 'an argument or a setting cannot be used',
  },
  flags: {
    'relay-hours': { type: 'string', default: '24' },
    'despite-problems': { type: 'boolean', default: false },
  },
  operands: { least: 1, most: 1, name: 'FILE' },
  run: restore,
}

async function restore(call: Call): Promise<number> {
  const [file = ''] = call.operands
  const relayHours = readHours(call.flags['relay-hours'])
  const { dataDirectory } = call.config()
  await refuseFull(dataDirectory)
  const lock = claimDirectory(dataDirectory)
  const partial = join(dataDirectory, PARTIAL_NAME)
  try {
    // Now that no other restore can be at it.
    await refuseFull(dataDirectory)
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { mode: 0o700 })
    const relayUntil = relayHours === 0 ? 0 : call.clock.now() + relayHours * HOUR_MS
    const { manifest, documents, files, findings } = await unpackBackup(call, file, partial, async (storage) => {
      await storage.settings.setRelayUntil(relayUntil)
      // Those that were ended since the backup would last again.
      await storage.accounts.endAllSessions(call.clock.now())
      // Those that were used since would work again.
      await storage.accounts.sweep(Number.MAX_SAFE_INTEGER)
    })
    for (const finding of findings.slice(0, TOLD)) call.terminal.note(describeFinding(finding))
    if (findings.length > TOLD) call.terminal.note(`... and ${findings.length - TOLD} more`)
    if (findings.length > 0 && call.flags['despite-problems'] !== true) {
      throw new CommandError(
        `nothing was restored: ${file} has ${findings.length} problem(s). --despite-problems restores it all the same`,
      )
    }
    // The database last: where it is, all is.
    if ((manifest.files?.count ?? 0) > 0) await rename(join(partial, UPLOADS_NAME), join(dataDirectory, UPLOADS_NAME))
    await syncDirectory(dataDirectory)
    await rename(join(partial, DATABASE_NAME), join(dataDirectory, DATABASE_NAME))
    await syncDirectory(dataDirectory)
    const what = files === 0 ? `${documents} document(s)` : `${documents} document(s) and ${files} file(s)`
    call.terminal.say(`Restored ${what}, as they were at ${manifest.createdAt}, to ${dataDirectory}.`)
    call.terminal.say(relayInWords(relayUntil))
    call.terminal.say('Whoever has an account signs in again; invitations, and links to a new password, are over.')
    return 0
  } finally {
    await rm(partial, { recursive: true, force: true })
    lock.close()
  }
}

function readHours(given: Flags[string]): number {
  const hours = typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN
  if (hours >= 0 && hours <= MAX_RELAY_HOURS) return hours
  throw new UsageError(`--relay-hours must be a number from 0 to ${MAX_RELAY_HOURS}`)
}

function relayInWords(until: number): string {
  if (until === 0) return 'Edits that the backup lacks come back from browsers of their authors alone.'
  return (
    `Until ${new Date(until).toISOString()}, edits that the backup lacks come back from every browser that still holds ` +
    'them, also those of others: whoever can write in a document could pass off an edit as somebody else’s meanwhile. ' +
    'It is noted who brought each.'
  )
}

async function refuseFull(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new CommandError(`${directory} cannot be used: ${String(error)}`, { cause: error })
  })
  const found = names.filter((name) => !HARMLESS.has(name))
  if (found.length === 0) return
  throw new CommandError(
    `${directory} is not empty (${found.slice(0, 3).join(', ')}). A backup is restored into an empty folder only: stop the ` +
      'server and move what is there aside, or set DATA_DIR to another folder',
  )
}
