/**
 * Another process on a data directory, for tests of what processes do to each other.
 * `append DIRECTORY` appends to document `d` for ever and prints each sequence once it was answered;
 * `backup DIRECTORY FILE` copies the database with VACUUM INTO, as an operator's `sqlite3` does;
 * `open DIRECTORY` opens it as a server and prints why it could not.
 */
import { join } from 'node:path'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'

const [command, directory = '', file = ''] = process.argv.slice(2)

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
}
