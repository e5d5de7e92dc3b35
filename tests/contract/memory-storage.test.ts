import { MemoryStorage } from '../support/memory-storage.ts'
import { accessStoreContract } from './access-store.ts'
import { trashContract } from './trash.ts'
import { publicationStoreContract } from './publication-store.ts'
import { logPiecesContract } from './log-pieces.ts'
import { updateLogContract } from './update-log.ts'

const makePlace = async () => {
  const storage = new MemoryStorage()
  return { open: async () => storage, remove: async () => {} }
}

/** The double that tests of rooms run on: its log, and who may do what, must promise what the drivers do. */
updateLogContract('memory', makePlace)
logPiecesContract('memory', makePlace)
accessStoreContract('memory', makePlace)
trashContract('memory', makePlace)
publicationStoreContract('memory', makePlace)
