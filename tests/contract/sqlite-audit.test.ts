import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MAX_AUDIT_ENTRIES } from '../../server/storage/admin-store.ts'
import { type DataDirectory, openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteAudit } from '../../server/storage/drivers/sqlite/sqlite-audit.ts'
import { AT } from './storage-bench.ts'

let directory: string
let data: DataDirectory

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-audit-'))
  data = openDataDirectory(directory)
})
afterEach(async () => {
  data.close()
  await rm(directory, { recursive: true })
})

it('SQLite: the audit log has so many entries about documents, and as many about accounts', () => {
  const { database } = data
  const fill = (count: number, deed: string, document: string): void =>
    database.run(`
      WITH RECURSIVE entries (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM entries WHERE number < ${count})
      INSERT INTO audit (at, deed, document) SELECT ${AT} + number, '${deed}', ${document} FROM entries`)
  fill(3, 'signed-up', 'NULL')
  fill(MAX_AUDIT_ENTRIES + 2, 'link-added', "'d'")
  new SqliteAudit(database).sweep(AT)
  const left = database.prepare<{ deed: string; count: number; oldest: number }>(
    'SELECT deed, count(*) AS count, min(at) AS oldest FROM audit GROUP BY deed ORDER BY deed',
  )
  expect(left.all()).toEqual([
    { deed: 'link-added', count: MAX_AUDIT_ENTRIES, oldest: AT + 3 },
    { deed: 'signed-up', count: 3, oldest: AT + 1 },
  ])
})

it('SQLite: an entry is stored with its change or not at all, and names somebody that there is', () => {
  const { database } = data
  const audit = new SqliteAudit(database)
  expect(() => database.transaction(() => audit.note({ deed: 'signed-up', at: AT, by: 'nobody' }))).toThrow('no actor')
  expect(database.prepare('SELECT * FROM audit').all()).toEqual([])
})
