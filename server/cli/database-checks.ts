import { StorageError } from '../storage/storage.ts'
import { type Check, ok, problem, warning } from './check.ts'
import type { DatabaseWorker, Inspected } from './database-worker.ts'
import { checkFiles } from './file-checks.ts'
import { bytesInWords } from './terminal.ts'

const RESCUE = 'weft doctor --rescue DIR writes down what can be read of it.'
const RESTORE = `Keep a copy of the whole folder, and restore a backup into a new one. ${RESCUE}`

/** The database and every document in it. `progress` is called before each. */
export async function checkDatabase(
  worker: DatabaseWorker,
  directory: string,
  progress: (so: Inspected) => void,
  interrupted: AbortSignal,
): Promise<Check[]> {
  try {
    if (await worker.isOlder(directory)) {
      return [
        warning('the database is of an older Weft', 'Back it up, then start the server, which brings it up to date.'),
      ]
    }
    const overview = await worker.overview(directory)
    const { documents, bytes, freeBytes, biggest, quarantined, relayUntil } = overview
    const checks = [ok(`${documents} document(s) in ${bytesInWords(bytes)}, ${bytesInWords(freeBytes)} of them free`)]
    for (const { id, bytes, updates } of biggest) {
      checks.push(ok(`  ${bytesInWords(bytes).padStart(10)}, ${updates} updates: document ${id}`))
    }
    if (relayUntil > 0) checks.push(ok(`edits of others are taken back until ${new Date(relayUntil).toISOString()}`))
    for (const { id, updates, reason } of quarantined) {
      const what = `document ${id} has ${updates} update(s) in quarantine: ${reason}`
      checks.push(warning(what, 'The document goes on without them. If text is missing, write it down with --rescue.'))
    }
    return [
      ...checks,
      ...(await inspected(worker, directory, progress)),
      ...(await filesOf(worker, directory, interrupted)),
    ]
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return [problem(error.message, RESTORE)]
  }
}

async function inspected(
  worker: DatabaseWorker,
  directory: string,
  progress: (so: Inspected) => void,
): Promise<Check[]> {
  const findings = await worker.inspect(directory, progress)
  if (findings.length === 0) return [ok('every document loads, and its log and snapshot agree')]
  return findings.map(({ document, fault }) => {
    if (document === null) return problem(`weft.db is damaged: ${fault}`, RESTORE)
    return problem(`document ${document}: ${fault}`, RESCUE)
  })
}

async function filesOf(worker: DatabaseWorker, directory: string, interrupted: AbortSignal): Promise<Check[]> {
  const { files, bytes, findings } = await checkFiles(worker, directory, {
    by: 'size',
    interrupted,
    progress: () => {},
  })
  if (files === 0) return []
  if (findings.length === 0) return [ok(`${files} file(s) of documents, ${bytesInWords(bytes)}, are there`)]
  const cure =
    'A backup may have it: put it back at that place in the folder. Or delete it among the files of its document.'
  return findings.map(({ document, fault }) => problem(`document ${document}: ${fault}`, cure))
}
