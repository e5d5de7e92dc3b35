import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { SalvagedName } from '../storage/drivers/sqlite/sqlite-salvage.ts'
import { StorageError } from '../storage/storage.ts'
import { type Call, CommandError } from './command.ts'
import type { DatabaseWorker } from './database-worker.ts'
import type { RescuedDocument } from './rescued-document.ts'

/**
 * Writes what can be read of the documents that cannot be loaded, or of all, into a folder that is empty or absent, and says
 * of which it could not. Resolves to how many were written and how many were not. Rejects with a CommandError when nothing can
 * be read at all.
 */
export async function rescue(
  { terminal }: Call,
  worker: DatabaseWorker,
  directory: string,
  target: string,
  wanted: 'all' | 'faulty',
): Promise<{ readonly written: number; readonly failed: number }> {
  const folder = resolve(target)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0) throw new CommandError(`${folder} is not empty`)
  const faulty = wanted === 'all' ? null : await faultyDocuments(worker, directory)
  const names = await salvageable(worker, directory)
  const chosen = names.filter(({ id }) => faulty === null || id === null || faulty.has(id))
  const index: (RescuedDocument | (SalvagedName & { readonly error: string }))[] = []
  let failed = 0
  for (const name of chosen) {
    terminal.progress(`writing documents: ${index.length} of ${chosen.length}`)
    const rescued = await worker.rescue(directory, name, folder)
    if (typeof rescued === 'string') {
      failed++
      terminal.note(`document ${name.id ?? `unknown-${name.key}`}: ${rescued}`)
      index.push({ ...name, error: rescued })
    } else index.push(rescued)
  }
  await writeFile(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`, { mode: 0o600 })
  return { written: index.length - failed, failed }
}

/** Null when the database is so damaged that it cannot be asked. */
async function faultyDocuments(worker: DatabaseWorker, directory: string): Promise<ReadonlySet<string> | null> {
  try {
    const findings = await worker.inspect(directory, () => {})
    return findings.some(({ document }) => document === null)
      ? null
      : new Set(findings.flatMap(({ document }) => document ?? []))
  } catch (error) {
    if (error instanceof StorageError) return null
    throw error
  }
}

async function salvageable(worker: DatabaseWorker, directory: string): Promise<SalvagedName[]> {
  try {
    return await worker.salvageable(directory)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    throw new CommandError(`nothing can be read: ${error.message}. Only a backup can help.`, { cause: error })
  }
}
