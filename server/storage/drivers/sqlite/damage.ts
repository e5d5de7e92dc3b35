import { DamagedDocument, StorageError } from '../../storage.ts'

/** Thrown while reading one document: its rows are not what was stored. `reading` gives it the document's name. */
export class Damage extends Error {
  override readonly name = 'Damage'
}

/** Does what reads `document`, and throws as a `DamagedDocument` whatever shows that its rows cannot be trusted. */
export function reading<Result>(document: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const isCorrupt = error instanceof StorageError && error.message.startsWith('SQLITE_CORRUPT')
    if (!(error instanceof Damage || isCorrupt)) throw error
    throw new DamagedDocument(document, `document ${document} is damaged: ${error.message}`, { cause: error })
  }
}
