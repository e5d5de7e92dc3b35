import { MemoryStorage } from '../support/memory-storage.ts'
import { updateLogContract } from './update-log.ts'

/** The double that tests of rooms run on: its log must promise what the drivers' logs do. */
updateLogContract('memory', async () => {
  const storage = new MemoryStorage()
  return { open: async () => storage, remove: async () => {} }
})
