import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach } from 'vitest'
import type { NewUpdate, Snapshot, Storage } from '../../server/storage/storage.ts'

/** A place where one driver keeps its data: empty at first, and opened again and again. */
export interface StoragePlace {
  open(): Promise<Storage>
  remove(): Promise<void>
}

export const AT = 1_795_000_000_000

/** Two actors who are known in every fresh storage. */
export const ada = 'ada'
export const bob = 'bob'

/** A fresh storage for each test of the surrounding `describe`, and the short words the contract is written in. */
export function useStorage(makePlace: () => Promise<StoragePlace>) {
  let place: StoragePlace
  let storage: Storage

  beforeEach(async () => {
    place = await makePlace()
    storage = await place.open()
    for (const actor of [ada, bob]) await storage.actors.resolve(hash(actor), actor, AT)
  })

  afterEach(async () => {
    await storage.close()
    await place.remove()
  })

  const create = (id: string, seed: NewUpdate | null = null, at = AT) =>
    storage.documents.create({ id, keyHash: hash(`key of ${id}`), creator: ada, at, seed })
  const append = (document: string, texts: readonly string[], epoch = 1) =>
    storage.log.append([{ document, epoch, updates: texts.map((text) => update(text)) }], AT)
  const fold = async (document: string, sequence: number, epoch = 1) => {
    const isFolded = await storage.log.fold(document, epoch, snapshotAt(sequence))
    await storage.log.pack(document)
    return isFolded
  }
  const rebase = (document: string, sequence: number, out: readonly number[] = [], epoch = 1) =>
    storage.log.rebase(document, epoch, {
      snapshot: snapshotAt(sequence),
      quarantined: out.map((bad) => ({ sequence: bad, reason: 'it spoils the text' })),
      at: AT,
    })
  const readTexts = async (document: string, after: number) => {
    const tail = await storage.log.readAfter(document, after)
    if (tail === null) return null
    const { epoch, sequence, snapshot, updates } = tail
    return { epoch, sequence, snapshot: snapshot?.sequence ?? null, updates: updates.map(text) }
  }
  const historyTexts = async (document: string, first: number, last: number) =>
    (await storage.log.history(document, first, last)).map((row) => `${row.sequence} ${text(row.update)}`)
  const reopen = async () => {
    await storage.close()
    storage = await place.open()
  }

  return {
    /** Replaced by `reopen`. */
    get storage() {
      return storage
    },
    create,
    append,
    fold,
    rebase,
    readTexts,
    historyTexts,
    reopen,
  }
}

export function hash(value: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(value).digest())
}

export function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

export function text(value: Uint8Array): string {
  return new TextDecoder().decode(value)
}

/** The mark after these updates from the log's begin. */
export function markOf(...texts: readonly string[]): number {
  return crc32(texts.join(''))
}

function snapshotAt(sequence: number): Snapshot {
  return {
    sequence,
    bytes: bytes(`state at ${sequence}`),
    stateVector: bytes(`vector at ${sequence}`),
    structs: sequence * 10,
  }
}

export function update(word: string, actor = ada, clientId = 1): NewUpdate {
  return { actor, clientId, update: bytes(word) }
}
