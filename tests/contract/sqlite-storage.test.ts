import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { accountStoreContract } from './account-store.ts'
import { adminStoreContract } from './admin-store.ts'
import { fileStoreContract } from './file-store.ts'
import { libraryStoreContract } from './library-store.ts'
import { publicationStoreContract } from './publication-store.ts'
import { storageContract } from './storage.ts'
import { trashContract } from './trash.ts'

const makePlace = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'weft-contract-'))
  return {
    open: () => SqliteStorage.open({ directory }),
    remove: () => rm(directory, { recursive: true }),
  }
}

storageContract('SQLite', makePlace)
accountStoreContract('SQLite', makePlace)
adminStoreContract('SQLite', makePlace)
libraryStoreContract('SQLite', makePlace)
trashContract('SQLite', makePlace)
publicationStoreContract('SQLite', makePlace)
fileStoreContract('SQLite', makePlace)
