import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { StorageError } from '../../server/storage/storage.ts'
import { Random } from '../support/random.ts'
import { AT } from './storage-bench.ts'

/** How many spoilt files an ordinary run opens. */
const ORDINARY = 100

/** Files of which something wrong was told once. */
const ONCE_FAILED: readonly number[] = [697]

const DOCUMENTS = Array.from({ length: 6 }, (_, index) => `document-${index}`)
const NAMES = ['weft.db', 'weft.db-wal']

/** `SEED=17` spoils one file, `SEEDS=1000-2000` those. */
function seeds(): number[] {
  const { SEED, SEEDS } = process.env
  if (SEED !== undefined) return [Number(SEED)]
  const [first = 1, last = ORDINARY] = SEEDS?.split('-').map(Number) ?? []
  const range = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  return SEEDS === undefined ? [...ONCE_FAILED, ...range] : range
}

let place: string
let original: string
/** Every update of each document, in order. */
const written = new Map<string, Uint8Array[]>()

function snapshotAt(document: string, sequence: number) {
  const bytes = Buffer.concat((written.get(document) ?? []).slice(0, sequence))
  return { sequence, bytes, stateVector: new Uint8Array(20).fill(sequence), structs: sequence }
}

/** A server's folder as a power cut leaves it: half of what was stored is in the write-ahead log alone. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'weft-corruption-'))
  original = join(place, 'original')
  const random = new Random(1)
  const write = async (storage: SqliteStorage) => {
    for (let turn = 0; turn < 40; turn++) {
      const batch = DOCUMENTS.map((document) => {
        const updates = Array.from({ length: 1 + random.below(4) }, () =>
          Uint8Array.from({ length: 1 + random.below(turn % 10 === 0 ? 3000 : 60) }, () => random.below(256)),
        )
        written.set(document, [...(written.get(document) ?? []), ...updates])
        return { document, epoch: 1, updates: updates.map((update) => ({ actor: 'ada', clientId: 1, update })) }
      })
      await storage.log.append(batch, AT)
      const document = random.pick(DOCUMENTS)
      if (turn % 3 !== 0) continue
      await storage.log.fold(document, 1, snapshotAt(document, written.get(document)?.length ?? 0))
      if (turn % 2 === 0) await storage.log.pack(document)
    }
  }
  let storage = await SqliteStorage.open({ directory: original })
  await storage.actors.resolve(new Uint8Array(32), 'ada', AT)
  for (const id of DOCUMENTS) {
    await storage.documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: AT, seed: null })
  }
  await write(storage)
  await storage.close()
  storage = await SqliteStorage.open({ directory: original })
  await write(storage)
  await mkdir(join(place, 'running'))
  for (const name of NAMES) await copyFile(join(original, name), join(place, 'running', name))
  await storage.close()
})

afterAll(() => rm(place, { recursive: true }))

/** Flips bits, overwrites sectors or cuts the end off, in one of the two files. */
function spoil(random: Random, bytes: Buffer): Buffer {
  const sort = random.below(4)
  if (sort === 0) return bytes.subarray(0, random.below(bytes.length))
  if (sort === 1) {
    const sector = random.below(bytes.length / 512) * 512
    return Buffer.from(bytes).fill(random.below(256), sector, sector + 512)
  }
  const spoilt = Buffer.from(bytes)
  const flips = sort === 2 ? 1 : 1 + random.below(20)
  for (let flip = 0; flip < flips; flip++) {
    const at = random.below(bytes.length)
    spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8))
  }
  return spoilt
}

/**
 * What is wrong with what the folder's server does; nothing when it refuses to start, or tells nothing but what was written.
 * SQLite takes the spoilt end of a write-ahead log for one that was cut off: then `mayEndEarly`, and what is told must be
 * what was there at some time.
 */
async function faultsOf(directory: string, mayEndEarly: boolean): Promise<{ faults: string[]; outcome: string }> {
  let storage: SqliteStorage
  try {
    storage = await SqliteStorage.open({ directory })
  } catch (error) {
    const isClear =
      error instanceof StorageError && /weft\.db.*(Keep a copy|Weft left it as it is|newer Weft)/s.test(error.message)
    return { faults: isClear ? [] : [`started with: ${String(error)}`], outcome: 'refused' }
  }
  const faults: string[] = []
  let outcome = 'whole'
  for (const document of DOCUMENTS) {
    try {
      const fault = await faultOf(storage, document, mayEndEarly)
      if (fault !== null) faults.push(`${document}: ${fault}`)
    } catch (error) {
      if (error instanceof StorageError) outcome = 'damaged'
      else faults.push(`${document}: ${String(error)}`)
    }
  }
  await storage.close().catch((error: unknown) => faults.push(`closed with: ${String(error)}`))
  return { faults, outcome }
}

async function faultOf(storage: SqliteStorage, document: string, mayEndEarly: boolean): Promise<string | null> {
  const updates = written.get(document) ?? []
  const head = await storage.log.load(document)
  // An id that is not found any more shows nothing of the document.
  if (head === null) return null
  const tail = await storage.log.readAfter(document, 0)
  const from = tail?.snapshot?.sequence ?? 0
  const state = Buffer.concat([tail?.snapshot?.bytes ?? new Uint8Array(), ...(tail?.updates ?? [])])
  const sequence = from + (tail?.updates.length ?? 0)
  if (sequence !== tail?.sequence || sequence !== head.document.sequence)
    return `tells of ${tail?.sequence}, has ${sequence}`
  if (!mayEndEarly && sequence !== updates.length) return `only ${sequence} of ${updates.length}`
  if (!state.equals(Buffer.concat(updates.slice(0, sequence)))) return 'another text'
  const history = await storage.log.history(document, 1, updates.length)
  if (!Buffer.concat(history.map(({ update }) => update)).equals(state)) return 'another history'
  return null
}

describe('SQLite: a spoilt file', () => {
  it(
    'is refused with a clear message or shows each document as it was, or not at all',
    { timeout: 3_600_000 },
    async () => {
      const faults: string[] = []
      const outcomes: Record<string, number> = {}
      for (const seed of seeds()) {
        const random = new Random(seed)
        const directory = join(place, String(seed))
        await mkdir(directory)
        // A stopped server's folder has no write-ahead log.
        const source = join(place, random.chance(0.5) ? 'running' : 'original')
        const names = source.endsWith('running') ? NAMES : ['weft.db']
        const target = random.pick(names)
        for (const name of names) {
          const bytes = await readFile(join(source, name))
          await writeFile(join(directory, name), name === target ? spoil(random, bytes) : bytes)
        }
        const seen = await faultsOf(directory, target === 'weft.db-wal')
        faults.push(...seen.faults.map((fault) => `seed ${seed} (${target} of ${source}): ${fault}`))
        outcomes[seen.outcome] = (outcomes[seen.outcome] ?? 0) + 1
        await rm(directory, { recursive: true })
      }
      if (process.env['SEEDS'] !== undefined) process.stdout.write(`${JSON.stringify(outcomes)}\n`)
      expect(faults).toEqual([])
    },
  )
})
