import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinFrames } from '../../shared/protocol/frames.ts'
import { type DataDirectory, openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteActors } from '../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDocuments } from '../../server/storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteLog } from '../../server/storage/drivers/sqlite/sqlite-log.ts'
import { AT, bytes } from './storage-bench.ts'

const WORDS = Array.from({ length: 1000 }, (_, index) => `word ${index + 1}`)

let directory: string
let data: DataDirectory
let documents: SqliteDocuments
let log: SqliteLog

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-packing-'))
  data = openDataDirectory(directory)
  const { database, journal } = data
  const actors = new SqliteActors(database)
  documents = new SqliteDocuments(database, actors, journal)
  log = new SqliteLog(database, documents, actors, journal)
  actors.resolve(bytes('token'), 'ada', AT)
  for (const id of ['d', 'e']) {
    documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: AT, seed: null })
    append(id, WORDS)
    data.journal.unpack()
    expect(log.fold(id, 1, { sequence: 1000, bytes: bytes('s'), stateVector: bytes('v'), structs: 1 })).toBe(true)
  }
})

afterEach(async () => {
  data.close()
  await rm(directory, { recursive: true })
})

function append(document: string, words: readonly string[]): void {
  const updates = words.map(() => ({ actor: 'ada', clientId: 1 }))
  const [answer] = log.append([{ document, epoch: 1, updates }], joinFrames(words.map((word) => bytes(word))), AT)
  expect(answer).toMatchObject({ ok: true })
}

function wordsOf(document: string): string[] {
  return log.history(document, 1, 5000).map(({ update }) => Buffer.from(update).toString())
}

function count(table: string): number {
  return data.database.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0
}

/** How many more calls it takes. */
function pack(document: string): number {
  let steps = 1
  while (log.pack(document)) steps += 1
  return steps
}

describe('packing what a snapshot holds', () => {
  it('is done in many small steps, between which everything can be read and saved', () => {
    for (let step = 0; step < 3; step++) {
      expect(log.pack('d')).toBe(true)
      append('d', [`beside step ${step}`])
      expect(wordsOf('d').slice(0, 1000)).toEqual(WORDS)
    }
    expect(count('history_segments')).toBe(0)
    expect(pack('d')).toBeGreaterThan(3)
    expect(count('history_segments')).toBe(1)
    expect(wordsOf('d')).toEqual([...WORDS, 'beside step 0', 'beside step 1', 'beside step 2'])
    expect(log.pack('d')).toBe(false)
  })

  it('begins again after another document was packed meanwhile', () => {
    for (let step = 0; step < 3; step++) log.pack('d')
    pack('e')
    pack('d')
    expect(count('history_segments')).toBe(2)
    for (const id of ['d', 'e']) expect(wordsOf(id)).toEqual(WORDS)
  })

  it('ends where the document is deleted meanwhile', () => {
    for (let step = 0; step < 3; step++) log.pack('d')
    log.forget('d')
    expect(documents.delete('d', 'ada', AT)).toBe(true)
    expect(log.pack('d')).toBe(false)
    expect(count('history_segments')).toBe(0)
  })

  it('keeps to what is in the tail, should that be something else by now', () => {
    for (let step = 0; step < 3; step++) log.pack('d')
    data.database.run('DELETE FROM tail_segments WHERE document = 1')
    while (log.pack('d'));
    expect(count('history_segments')).toBe(0)
  })
})
