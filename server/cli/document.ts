import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ListedDocument } from '../../shared/access/admin-answers.ts'
import { fileAddress } from '../../shared/files/file-address.ts'
import { DiskBlobs, UPLOADS_NAME } from '../storage/drivers/disk/disk-blobs.ts'
import { openExistingBeside } from '../storage/drivers/sqlite/data-directory.ts'
import type { NamedBlob } from '../storage/drivers/sqlite/named-blobs.ts'
import { SqliteActors } from '../storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDocuments } from '../storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteJournal } from '../storage/drivers/sqlite/sqlite-journal.ts'
import { SqlitePublications } from '../storage/drivers/sqlite/sqlite-publications.ts'
import { type Call, type Command, CommandError, UsageError } from './command.ts'
import { DatabaseWorker } from './database-worker.ts'
import { bytesInWords } from './terminal.ts'

const LISTED_AT_ONCE = 100

export const DOCUMENT: Command = {
  name: 'document',
  summary: 'Lists, exports, unpublishes and deletes documents.',
  help: `weft document list [TEXT]
weft document export ID [FILE]
weft document unpublish ID
weft document delete ID

Looks after the documents in DATA_DIR. A server may run on it, and tells whoever has a deleted
document open, and whoever reads an unpublished one, within two seconds. Run it as the user that the server runs as.

  list        every document, the newest first: its id, title, owner, size and last edit; with TEXT,
              those with that id, or with it in their title or owner's address
  export      the text, as Markdown, to FILE, which must be new, with the files that are stored with
              it in a folder files beside it; or the text alone to standard output
  unpublish   takes back that everybody may read it, at once; its owner may publish it again
  delete      deletes it for everybody: only a backup has it then`,
  statuses: {
    ok: 'it is done',
    failed: 'nothing was changed: there is no such document, or it cannot be read',
    usage: 'an argument or a setting cannot be used',
  },
  flags: {},
  operands: { least: 1, most: 3, name: 'ACTION' },
  run: document,
}

interface Action {
  /** How many operands may follow it. */
  readonly least: number
  readonly most: number
  readonly run: (call: Call, operands: readonly string[]) => void | Promise<void>
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: { least: 0, most: 1, run: list },
  export: { least: 1, most: 2, run: exportText },
  unpublish: { least: 1, most: 1, run: unpublish },
  delete: { least: 1, most: 1, run: remove },
}

async function document(call: Call): Promise<number> {
  const [name = '', ...operands] = call.operands
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  const more = 'weft document --help shows what there is'
  if (action === undefined) throw new UsageError(`unknown action ${name}; ${more}`)
  if (operands.length < action.least) throw new UsageError(`ID is missing; ${more}`)
  if (operands.length > action.most) throw new UsageError(`unknown argument ${operands[action.most] ?? ''}; ${more}`)
  await action.run(call, operands)
  return 0
}

async function list(call: Call, [search = '']: readonly string[]): Promise<void> {
  await withWorker(call, async (worker, directory) => {
    let before: number | null = null
    let count = 0
    do {
      const page: ListedDocument[] = await worker.list(directory, { search, before, limit: LISTED_AT_ONCE })
      for (const { id, title, owner, bytes, editedAt, trashedAt, slug } of page) {
        const edited = editedAt === null ? 'never edited' : `edited ${new Date(editedAt).toISOString().slice(0, 10)}`
        const marks = [trashedAt === null ? null : '(in the trash)', slug === null ? null : `(published: ${slug})`]
        const named = [title, ...marks].filter((word) => word !== null).join(' ')
        const cells = [id, bytesInWords(bytes).padStart(10), edited.padEnd(17), owner.email ?? 'a guest', named]
        call.terminal.say(cells.join('  ').trimEnd())
      }
      count += page.length
      before = page.at(-1)?.place ?? null
    } while (before !== null)
    if (count === 0)
      call.terminal.note(search === '' ? 'There are no documents.' : `There is no document with ${search}.`)
  })
}

async function exportText(call: Call, [id = '', file]: readonly string[]): Promise<void> {
  await withWorker(call, async (worker, directory) => {
    const read = await worker.read(directory, id)
    if (read === null) throw new CommandError(`there is no document ${id}`)
    if ('fault' in read) throw new CommandError(`${id} cannot be read: ${read.fault}. weft doctor --rescue may help`)
    const files = await worker.blobsOfDocument(directory, id)
    if (file === undefined) {
      call.terminal.say(read.text)
      if (files.length > 0) call.terminal.note(`It has ${files.length} file(s), which come along when FILE is given.`)
      return
    }
    await writeFile(file, read.text, { mode: 0o600, flag: 'wx' })
    call.terminal.note(`Wrote ${file}.`)
    await exportFiles(call, files, dirname(file))
  })
}

/** Where the text looks for them: beside it. */
async function exportFiles(call: Call, files: readonly NamedBlob[], beside: string): Promise<void> {
  if (files.length === 0) return
  const blobs = new DiskBlobs(join(call.config().dataDirectory, UPLOADS_NAME))
  await mkdir(join(beside, 'files'), { recursive: true, mode: 0o700 })
  let written = 0
  for (const { blob, file, name } of files) {
    const found = await blobs.read(blob)
    if (found === null) call.terminal.note(`${name} is lost: weft doctor tells more`)
    else {
      const target = createWriteStream(join(beside, fileAddress(file, name)), { mode: 0o600, flags: 'wx' })
      // One that is there is the same: its name is its own.
      await pipeline(found.stream, target).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      })
      written++
    }
  }
  call.terminal.note(`Wrote ${written} file(s) to ${join(beside, 'files')}.`)
}

/** A server empties what is deleted beside it. */
function remove(call: Call, [id = '']: readonly string[]): void {
  beside(call, ({ documents, isServed }) => {
    const at = call.clock.now()
    const isDeleted = isServed ? documents.deleteBeside(id, at) : documents.delete(id, null, at)
    if (!isDeleted) throw new CommandError(`there is no document ${id}`)
  })
  call.terminal.say(`${id} is deleted.`)
}

function unpublish(call: Call, [id = '']: readonly string[]): void {
  beside(call, ({ publications }) => {
    if (!publications.withdraw(id, null, call.clock.now())) throw new CommandError(`no document ${id} is published`)
  })
  call.terminal.say(`${id} is not published any more.`)
}

interface Tables {
  readonly documents: SqliteDocuments
  readonly publications: SqlitePublications
  readonly isServed: boolean
}

/** Does `work`, whether a server runs on the folder or not. */
function beside(call: Call, work: (tables: Tables) => void): void {
  const { database, journal, close } = openExistingBeside(call.config().dataDirectory)
  try {
    const actors = new SqliteActors(database)
    const documents = new SqliteDocuments(database, actors, journal ?? new SqliteJournal(database))
    const publications = new SqlitePublications(database, documents, actors)
    work({ documents, publications, isServed: journal === null })
  } finally {
    close()
  }
}

async function withWorker(
  { config, clock, interrupted }: Call,
  work: (worker: DatabaseWorker, directory: string) => Promise<void>,
): Promise<void> {
  const worker = new DatabaseWorker(clock, interrupted)
  try {
    await work(worker, config().dataDirectory)
  } finally {
    await worker.close()
  }
}
