import { beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Random } from '../../../support/random.ts'
import {
  cache,
  connection,
  document,
  indexedDB,
  isSaved,
  joined,
  open,
  server,
  shut,
  textOf,
  typeAndKeep,
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

interface Row {
  readonly store: 'documents' | 'updates' | 'setAside'
  readonly key: IDBValidKey
  readonly value: Record<string, unknown>
}

const STORES = ['documents', 'updates', 'setAside'] as const

function database(): Promise<IDBDatabase> {
  return new Promise((resolve) => {
    const request = indexedDB.open('weft')
    request.addEventListener('success', () => resolve(request.result))
  })
}

/** Everything that this device has stored. */
async function storedRows(): Promise<Row[]> {
  const db = await database()
  const rows: Row[] = []
  await new Promise<void>((resolve) => {
    const transaction = db.transaction(STORES)
    transaction.addEventListener('complete', () => resolve())
    for (const store of STORES) {
      const request = transaction.objectStore(store).openCursor()
      request.addEventListener('success', () => {
        const cursor = request.result
        if (cursor === null) return
        rows.push({ store, key: cursor.primaryKey, value: cursor.value as Row['value'] })
        cursor.continue()
      })
    }
  })
  db.close()
  return rows
}

async function overwrite({ store, key }: Row, value: Row['value']): Promise<void> {
  const db = await database()
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction(STORES, 'readwrite')
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error!))
    transaction.objectStore(store).delete(key)
    transaction.objectStore(store).put(value)
  })
  db.close()
}

function randomBytes(random: Random): Uint8Array {
  return Uint8Array.from({ length: random.below(40) }, () => random.below(256))
}

/** Something else in the place of a value: noise, another type, nothing, or the same with one bit flipped. */
function damaged(value: unknown, random: Random): unknown {
  if (value instanceof Uint8Array && value.length > 0 && random.chance(0.5)) {
    const copy = value.slice()
    const at = random.below(copy.length)
    copy[at] = copy[at]! ^ (1 << random.below(8))
    return copy
  }
  const others = [randomBytes(random), random.text(20), random.next() * 2 ** 40, Number.NaN, null, undefined, {}]
  return others[random.below(others.length)]
}

/** A device with three rows of the server's, two edits of its own that no server has, and one that was set aside. */
beforeEach(async () => {
  const session = await joined('server0')
  const other = new Y.Doc()
  const fake = server.documents.get(document)!
  for (const word of [' server1', ' server2']) {
    Y.applyUpdate(other, Y.encodeStateAsUpdate(fake.doc))
    const before = Y.encodeStateVector(other)
    const text = other.getText('text')
    text.insert(text.length, word)
    server.write(document, Y.encodeStateAsUpdate(other, before))
    await until(() => textOf(session)?.endsWith(word) === true)
  }
  await until(async () => (await cache.load(document))?.record.sequence === 3)
  connection.goOffline()
  await typeAndKeep(session, ' own1')
  await typeAndKeep(session, ' own2')
  await cache.addSetAside({
    document,
    at: 7,
    code: 'forbidden',
    text: 'aside',
    update: new Uint8Array([0, 0]),
    rows: [],
  })
  await shut(session)
})

it.each(Array.from({ length: 120 }, (_, seed) => seed))(
  'opens whatever a stored field has become, and loses at most that row (seed %i)',
  async (seed) => {
    const random = new Random(seed)
    const rows = await storedRows()
    const row = rows[seed % rows.length]!
    const field = random.pick(Object.keys(row.value))
    const value = { ...row.value, [field]: damaged(row.value[field], random) }
    // What names no place for it any more is gone.
    await overwrite(row, value).catch(() => {})

    const session = open()
    connection.goOnline()
    await isSaved(session)
    await until(() => textOf(session) === server.text(document))
    for (const word of ['server0', 'server1', 'server2']) expect(server.text(document)).toContain(word)
    const own = rows.filter(({ store, value }) => store === 'updates' && value['pendingOf'] !== undefined)
    const sound = ['own1', 'own2'].filter((_, index) => row.store !== 'updates' || own[index]!.key !== row.key)
    if (row.store !== 'setAside') sound.push('aside')
    const texts = () => [server.text(document), ...session.setAside.value.map(({ text }) => text)].join()
    await until(() => sound.every((word) => texts().includes(word)))
    await isSaved(session)
    expect(server.text(document)).not.toMatch(/(own\d|server\d).*\1/)

    // And once more, from what this device has now.
    await shut(session)
    connection.goOffline()
    const again = open()
    await until(() => textOf(again) === server.text(document))
  },
)

it('sets aside what was typed after a damaged row once, as one text', async () => {
  const before = open()
  await until(() => textOf(before) !== undefined)
  for (const letter of 'abcdefgh') await typeAndKeep(before, letter)
  await shut(before)
  const own = (await storedRows()).filter(({ store, value }) => store === 'updates' && value['pendingOf'] !== undefined)
  const first = own.find(({ value }) => value['clientId'] !== own[0]!.value['clientId'])!
  await overwrite(first, { ...first.value, update: new Uint8Array([1, 2, 3]) })

  const session = open()
  connection.goOnline()
  await isSaved(session)
  await until(async () => (await cache.pending(document)).length === 0)
  await isSaved(session)
  expect(session.setAside.value.map(({ text }) => text).sort()).toEqual(['', 'aside', 'bcdefgh'])
  expect(await cache.setAside(document)).toHaveLength(3)
})
