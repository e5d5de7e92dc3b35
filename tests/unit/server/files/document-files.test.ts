import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBudgets } from '../../../../server/access/budgets.ts'
import { NO_CEILING } from '../../../../server/access/visitors.ts'
import { DocumentFiles, type FileServices } from '../../../../server/files/document-files.ts'
import type { FileRecord, NewFile, UsedFiles } from '../../../../server/storage/file-store.ts'
import { StorageError } from '../../../../server/storage/storage.ts'
import type { Role } from '../../../../shared/access/roles.ts'
import {
  MAX_ACTOR_FILES,
  MAX_DOCUMENT_FILES,
  MAX_UPLOADS,
  MAX_UPLOADS_IN_FLIGHT,
  MAX_UPLOADS_IN_FLIGHT_PER_ADDRESS,
  MIN_FREE_BYTES,
} from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const NONE: UsedFiles = { documentBytes: 0, documentFiles: 0, actorBytes: 0, actorFiles: 0 }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Everything around it, as the test wants it. What is stored is in `rows`. */
function scene() {
  const clock = new FakeClock()
  const state = {
    role: 'editor' as Role | null,
    room: Infinity,
    used: NONE,
    /** Whoever stores is gone. */
    isGone: false,
    /** Or goes once a blob is made. */
    leavesAtPut: false,
    isDraining: false,
    /** Thrown once a blob is to be made. */
    fault: null as Error | null,
  }
  const rows: NewFile[] = []
  const blobs: string[] = []
  let staged = 0
  const services: FileServices = {
    storage: {
      access: {
        find: async () => {
          const { role } = state
          const decision = role === null ? null : ({ how: 'given', role, at: 0 } as const)
          return { actor: 'ada', standing: { decision, links: [], name: 'Ada' }, link: null }
        },
      } as unknown as FileServices['storage']['access'],
      files: {
        add: async (_document, file) => {
          rows.push(file)
          return 'added'
        },
        find: async (_document, id): Promise<FileRecord | null> => rows.find((row) => row.id === id) ?? null,
        list: async () => rows,
        used: async () => state.used,
        remove: async () => true,
        unnamed: async () => [],
      },
    },
    blobs: {
      stage: async () => join(folder, `staged-${staged++}`),
      discard: (path) => rm(path, { force: true }),
      put: async (blob) => {
        // A row must never be there before its bytes are.
        expect(rows.some((row) => row.blob === blob)).toBe(false)
        if (state.fault !== null) throw state.fault
        blobs.push(blob)
        state.isGone = state.isGone || state.leavesAtPut
      },
      read: async () => null,
      async *list() {},
      retire: async () => {},
      removeRetired: async () => 0,
      room: async () => state.room,
    },
    examiner: { examine: async () => ({ type: 'image/png', size: 5, sha256: new Uint8Array(32) }) },
    budgets: createBudgets({ documentsPerHour: 1, guestsPerHour: 1 }, clock),
    clock,
    limits: { fileBytes: 10, documentBytes: 100, actorBytes: 1000 },
    draining: () => state.isDraining,
  }
  const files = new DocumentFiles(services)
  const visitor = (address = 'here') => ({ tokenHash: new Uint8Array(32), ceiling: NO_CEILING, address })
  const upload = (body: AsyncIterable<Uint8Array> = pieces(5), length: number | null = null, address = 'here') =>
    files.upload(visitor(address), { document: 'd', name: 'a.png', length, body, isGone: () => state.isGone })
  return { state, rows, blobs, files, upload, clock }
}

async function* pieces(...lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const length of lengths) yield new Uint8Array(length)
}

/** Comes until it is told to end. */
function held(): { body: AsyncIterable<Uint8Array>; end: () => void } {
  let end = (): void => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  async function* body(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1)
    await ended
  }
  return { body: body(), end }
}

it('a file is stored with who stored it, and nothing is left where it was staged', async () => {
  const { upload, rows, blobs, clock } = scene()
  const answer = await upload(pieces(5, 5))
  const told = { name: 'a.png', type: 'image/png', size: 5, by: 'Ada', createdAt: clock.now() }
  expect(answer).toMatchObject({ ok: true, file: told })
  expect(rows).toMatchObject([{ ...told, actor: 'ada', blob: blobs[0] }])
  expect(await readdir(folder)).toEqual([])
})

it.each<[string, (at: ReturnType<typeof scene>) => Promise<unknown>, string]>([
  ['is larger than announced files may be', ({ upload }) => upload(pieces(1), 11), 'file-too-large'],
  ['turns out to be larger', ({ upload }) => upload(pieces(5, 6)), 'file-too-large'],
  [
    'breaks off',
    ({ upload }) => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(5)
        throw new Error('aborted')
      }
      return upload(broken())
    },
    'bad-request',
  ],
  [
    'has no room in the document',
    ({ upload, state }) => {
      state.used = { ...NONE, documentBytes: 96, actorBytes: 96 }
      return upload()
    },
    'quota-full',
  ],
  [
    'is one too many',
    ({ upload, state }) => {
      state.used = { ...NONE, documentFiles: MAX_DOCUMENT_FILES }
      return upload()
    },
    'quota-full',
  ],
  [
    'has no room among all of its actor',
    ({ upload, state }) => {
      state.used = { ...NONE, actorBytes: 996 }
      return upload()
    },
    'quota-full',
  ],
  [
    'is one too many of its actor',
    ({ upload, state }) => {
      state.used = { ...NONE, actorFiles: MAX_ACTOR_FILES }
      return upload()
    },
    'quota-full',
  ],
  [
    'was whole when whoever sent it went away',
    ({ upload, state }) => {
      async function* whole(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(5)
        state.isGone = true
      }
      return upload(whole())
    },
    'bad-request',
  ],
  [
    'would take the room that is for texts',
    ({ upload, state }) => {
      state.room = MIN_FREE_BYTES + 9
      return upload()
    },
    'storage-unavailable',
  ],
  [
    'comes while the server stops',
    ({ upload, state }) => {
      state.isDraining = true
      return upload()
    },
    'draining',
  ],
  [
    'comes from who may only comment',
    ({ upload, state }) => {
      state.role = 'commenter'
      return upload()
    },
    'forbidden',
  ],
])('nothing is stored of a file that %s', async (_what, work, code) => {
  const at = scene()
  expect(await work(at)).toMatchObject({ ok: false, code })
  expect([at.rows, at.blobs, await readdir(folder)]).toEqual([[], [], []])
})

it('what somebody may when the file is here counts, not what they might when it began', async () => {
  const { upload, state, rows } = scene()
  const { body, end } = held()
  const uploading = upload(body)
  await expect.poll(() => readdir(folder)).toHaveLength(1)
  state.role = null
  end()
  expect(await uploading).toEqual({ ok: false, code: 'not-found' })
  expect([rows, await readdir(folder)]).toEqual([[], []])
})

it('of a file whose sender went away while it was stored there is no row', async () => {
  const { upload, state, rows, blobs } = scene()
  state.leavesAtPut = true
  expect(await upload()).toEqual({ ok: false, code: 'bad-request' })
  expect([rows, blobs.length]).toEqual([[], 1])
})

it('a place that fails is told as a StorageError, and no row names what is not there', async () => {
  const { upload, state, rows } = scene()
  state.fault = new StorageError('full')
  await expect(upload()).rejects.toThrow(StorageError)
  expect([rows, await readdir(folder)]).toEqual([[], []])
})

it('so many are on their way from an address, and from all; what they expect is kept free', async () => {
  const { upload, state, files } = scene()
  const ends: (() => void)[] = []
  const uploading = Array.from({ length: MAX_UPLOADS_IN_FLIGHT }, (_, index) => {
    const { body, end } = held()
    ends.push(end)
    return upload(body, null, `address ${Math.floor(index / MAX_UPLOADS_IN_FLIGHT_PER_ADDRESS)}`)
  })
  await expect.poll(() => files.arriving.size).toBe(MAX_UPLOADS_IN_FLIGHT)
  expect(await upload(pieces(1), null, 'address 0')).toMatchObject({ code: 'slow', retryAfterMs: 2000 })
  expect(await upload(pieces(1), null, 'another')).toMatchObject({ code: 'slow' })
  ends[0]?.()
  await uploading[0]
  state.room = MIN_FREE_BYTES + MAX_UPLOADS_IN_FLIGHT * 10 - 1
  expect(await upload(pieces(1), null, 'another')).toMatchObject({ code: 'storage-unavailable' })
  state.room++
  expect(await upload(pieces(1), null, 'another')).toMatchObject({ ok: true })
  for (const end of ends) end()
  await files.settled()
  expect([files.arriving.size, await readdir(folder)]).toEqual([0, []])
})

it('so many are stored from an address in a while', async () => {
  const { upload, clock } = scene()
  for (let count = 0; count < MAX_UPLOADS; count++) expect((await upload()).ok).toBe(true)
  expect(await upload()).toMatchObject({ ok: false, code: 'slow' })
  expect((await upload(pieces(1), null, 'another')).ok).toBe(true)
  clock.advance(60_000)
  expect((await upload()).ok).toBe(true)
})
