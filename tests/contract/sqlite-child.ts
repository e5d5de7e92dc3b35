/**
 * Another process on a data directory, for tests of what processes do to each other.
 * `append DIRECTORY` appends to document `d` for ever and prints each sequence once it was answered;
 * `backup DIRECTORY FILE` copies the database with VACUUM INTO, as an operator's `sqlite3` does;
 * `open DIRECTORY` opens it as a server and prints why it could not;
 * `migrate|fold|rebase DIRECTORY N` does that to the database, or to its document `d`, and is killed after statement N of it.
 */
import { join } from 'node:path'
import { openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteActors } from '../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteDocuments } from '../../server/storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteLog } from '../../server/storage/drivers/sqlite/sqlite-log.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { NEXT_SNAPSHOT, REBASE } from './killed-content.ts'
import { watchStatements } from './watched-statements.ts'

const [command, directory = '', file = ''] = process.argv.slice(2)

/** From now on this process kills itself, as SIGKILL does, once it ran `count` statements; at once for 0. */
function killAfter(count: number): void {
  let left = count
  const counted = (): void => {
    if (left-- === 0) process.kill(process.pid, 'SIGKILL')
  }
  counted()
  watchStatements((execute) => {
    const result = execute()
    counted()
    return result
  })
}

function openLog(): SqliteLog {
  const { database, journal } = openDataDirectory(directory)
  const actors = new SqliteActors(database)
  return new SqliteLog(database, new SqliteDocuments(database, actors, journal), actors, journal)
}

if (command === 'append') {
  const storage = await SqliteStorage.open({ directory })
  const actor = await storage.actors.resolve(new Uint8Array(32), 'child', 1)
  await storage.documents.create({ id: 'd', keyHash: new Uint8Array(32), creator: actor, at: 1, seed: null })
  for (;;) {
    const updates = [1, 2, 3].map((value) => ({ actor, clientId: 1, update: new Uint8Array(500 * value).fill(value) }))
    const [answer] = await storage.log.append([{ document: 'd', epoch: 1, updates }], 1)
    if (answer?.ok) process.stdout.write(`${answer.sequence}\n`)
  }
} else if (command === 'backup') {
  const database = new SqliteDatabase(join(directory, 'weft.db'), { readOnly: true })
  database.prepare('VACUUM INTO ?').run(file)
  database.close()
} else if (command === 'open') {
  await SqliteStorage.open({ directory }).then(
    (storage) => storage.close(),
    (error: Error) => process.stdout.write(`${error.name}: ${error.message}`),
  )
} else if (command === 'migrate') {
  killAfter(Number(file))
  openDataDirectory(directory)
} else if (command === 'fold') {
  const log = openLog()
  killAfter(Number(file))
  log.fold('d', 1, NEXT_SNAPSHOT)
  while (log.pack('d'));
} else if (command === 'rebase') {
  const log = openLog()
  killAfter(Number(file))
  log.rebase('d', 1, REBASE)
  while (log.pack('d'));
}
