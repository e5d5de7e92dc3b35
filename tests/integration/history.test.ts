import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { MAX_HISTORY_REQUESTS, MAX_LISTED_VERSIONS } from '../../shared/protocol/limits.ts'
import type { HistoryAnswer } from '../../shared/protocol/schemas.ts'
import { LeapingClock } from '../support/leaping-clock.ts'
import { RawWriter } from '../support/raw-client.ts'
import { CROWD, type Guest, SharedDocument } from '../support/shared-document.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

const MINUTE_MS = 60_000

const clock = new LeapingClock()
let server: TestServer
let shared: SharedDocument

beforeAll(async () => {
  server = await startServer(CROWD, clock)
})
afterEach(() => shared.close())
afterAll(() => server.remove())

type Listed = Extract<HistoryAnswer, { ok: true }>

async function listed(before?: number, by: Guest = shared.owner): Promise<Listed> {
  const { document } = shared
  const answer = await by.client.ask('history', { document, ...(before !== undefined && { before }) })
  if (!answer.ok) throw new Error(answer.code)
  return answer
}

async function textAt(sequence: number, by: Guest = shared.owner): Promise<string> {
  const answer = await by.client.ask('version', { document: shared.document, sequence })
  return answer.ok ? Buffer.from(answer.text).toString() : answer.code
}

/** Resolves to the sequence by which it is stored. */
async function typed(text: string, writer = shared.writer): Promise<number> {
  const answer = await writer.client.update(shared.document, writer.type(text))
  if (!answer.ok) throw new Error(answer.code)
  return answer.sequence
}

it('lists what was written without a long pause, newest first, with who wrote it, and tells what the text was', async () => {
  shared = await SharedDocument.create(server, 'One')
  const began = clock.now()
  const guest = await shared.guest()
  const person = await shared.personOf(guest, shared.key)
  guest.close()
  await guest.connect()
  const other = new RawWriter(guest.client, { document: shared.document, key: shared.key })
  await other.join()
  await guest.client.introduce(shared.document, 'Gus')

  clock.leap(4 * MINUTE_MS)
  const second = await typed(' two')
  clock.leap(6 * MINUTE_MS)
  await typed(' three', other)
  clock.leap(MINUTE_MS)
  const last = await typed(' four')

  const { versions, earlier } = await listed()
  expect(earlier).toBe(null)
  expect(versions.map(({ sequence }) => sequence)).toEqual([last, second])
  expect(versions.map(({ people }) => people.map(({ name }) => name).toSorted())).toEqual([
    ['Gus', 'Writer'],
    ['Writer'],
  ])
  expect(versions[0]?.people.map((each) => each.person)).toContain(person)
  expect(versions[0]?.to).toBeGreaterThanOrEqual(began + 11 * MINUTE_MS)
  expect((versions[0]?.to ?? 0) - (versions[0]?.from ?? 0)).toBeGreaterThanOrEqual(MINUTE_MS)
  expect((versions[1]?.to ?? 0) - (versions[1]?.from ?? 0)).toBeGreaterThanOrEqual(4 * MINUTE_MS)

  expect(await textAt(second)).toBe('One two')
  expect(await textAt(last)).toBe('One two three four')
  expect(await textAt(1)).toBe('One')
  expect(await textAt(0)).toBe('no-version')
  expect(await textAt(last + 1)).toBe('no-version')
})

it('who never pauses has a version every half hour', async () => {
  shared = await SharedDocument.create(server, '0')
  for (let minutes = 4; minutes <= 64; minutes += 4) {
    clock.leap(4 * MINUTE_MS)
    await typed(` ${minutes}`)
  }
  const { versions } = await listed()
  expect(versions.length).toBe(3)
  for (const { from, to } of versions) expect(to - from).toBeLessThanOrEqual(30 * MINUTE_MS)
})

it('who deletes much at once begins another: what was there can be had again', async () => {
  const lost = 'What somebody wrote just now. '.repeat(10)
  shared = await SharedDocument.create(server, 'One')
  const before = await typed(lost)
  const { writer, document } = shared
  for (const update of [writer.erase(0, writer.text.length), writer.type('Else'), writer.erase(0, 2)])
    await writer.client.update(document, update)
  const { versions } = await listed()
  expect(versions.map(({ sequence }) => sequence)).toEqual([before + 3, before])
  expect(await textAt(before)).toBe(`One${lost}`)
})

it('lists them in pages, none twice and none left out', async () => {
  shared = await SharedDocument.create(server, '0')
  const count = MAX_LISTED_VERSIONS + 5
  const sequences = [1]
  for (let version = 1; version < count; version++) {
    clock.leap(6 * MINUTE_MS)
    sequences.unshift(await typed(`${version}`))
  }
  const first = await listed()
  expect(first.versions.length).toBe(MAX_LISTED_VERSIONS)
  const rest = await listed(first.earlier ?? 0)
  expect(rest.earlier).toBe(null)
  expect([...first.versions, ...rest.versions].map(({ sequence }) => sequence)).toEqual(sequences)
  expect((await listed(1)).versions).toEqual([])
  expect((await listed(0)).versions).toEqual([])
})

it('of many small updates all are there, once they are history, too', async () => {
  shared = await SharedDocument.create(server, 'x')
  // No faster than one connection may.
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: 500 }, (_, index) => typed(String(index % 10))))
    clock.leap(1000)
  }
  const { versions } = await listed()
  expect(versions.map(({ sequence }) => sequence)).toEqual([5001])
  const whole = shared.writer.text.toJSON()
  expect(await textAt(5001)).toBe(whole)
  expect(await textAt(2501)).toBe(whole.slice(0, 2501))
})

it('whoever may only read is told nothing of it, nor who may not any more', async () => {
  shared = await SharedDocument.create(server, 'Hello')
  const guest = await shared.guest()
  const person = await shared.personOf(guest, shared.key)
  expect(await textAt(1, guest)).toBe('Hello')
  await shared.setRole(person, 'viewer')
  expect(await textAt(1, guest)).toBe('forbidden')
  await expect(listed(undefined, guest)).rejects.toThrow('forbidden')
  await shared.setRole(person, null)
  expect(await textAt(1, guest)).toBe('not-joined')
})

it('one address asks so often, and then has to wait', async () => {
  shared = await SharedDocument.create(server, 'Hello')
  for (let asked = 0; asked < MAX_HISTORY_REQUESTS; asked++) expect(await textAt(1)).toBe('Hello')
  expect(await shared.owner.client.ask('version', { document: shared.document, sequence: 1 })).toMatchObject({
    ok: false,
    code: 'slow',
    retryAfterMs: expect.any(Number) as number,
  })
  clock.leap(MINUTE_MS)
  expect(await textAt(1)).toBe('Hello')
})
