import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { MAX_OPENING_STEPS, StepMeter } from '../../../../server/rooms/integration-steps.ts'
import { Snapshots } from '../../../../server/rooms/snapshots.ts'
import { StorageError } from '../../../../server/storage/storage.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { type HandmadeStruct, costlyStructs, handmadeUpdate } from '../../../support/handmade-update.ts'
import { inlineMaker } from '../../../support/inline-maker.ts'
import { DOCUMENT, type House, IDLE_MS, Person, house } from '../../../support/room-house.ts'
import { storedAt } from '../../../support/stored-at.ts'

/** What somebody who opens the document gets, and the steps that it takes. */
async function opened(home: House): Promise<{ text: string; steps: number }> {
  const tail = await home.storage.log.readAfter(DOCUMENT, 0)
  if (tail === null) throw new Error('no such document')
  const doc = new Y.Doc()
  const meter = new StepMeter({ limit: 10 * MAX_OPENING_STEPS, past: 'throw' })
  meter.run(() =>
    doc.transact(() => {
      if (tail.snapshot !== null) Y.applyUpdateV2(doc, tail.snapshot.bytes)
      for (const update of tail.updates) Y.applyUpdate(doc, update)
    }),
  )
  return { text: doc.getText(TEXT_NAME).toString(), steps: meter.steps }
}

/** Everybody leaves, and the room is forgotten. */
async function emptied(home: House, ...people: Person[]): Promise<void> {
  for (const person of people) person.leave()
  home.clock.advance(IDLE_MS)
  await home.snapshots.settled()
}

function piecesOf(clientId: number, structs: readonly HandmadeStruct[], size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(structs.length / size) }, (_, piece) =>
    handmadeUpdate(clientId, piece * size, structs.slice(piece * size, (piece + 1) * size)),
  )
}

describe('an update that would cost everybody too much', () => {
  it('is refused, and those of others go on while it is tried', async () => {
    const home = await house()
    const [eve, bob] = [new Person(home, 'eve'), new Person(home, 'bob')]
    await eve.join()
    await bob.join()
    const trial = home.snapshots.trial.bind(home.snapshots)
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    home.snapshots.trial = (...asked) => begun.then(() => trial(...asked))
    // 36 KB that would take nine million steps.
    const costly = eve.submit(handmadeUpdate(eve.doc.clientID, 0, costlyStructs(eve.doc.clientID, 3000)))
    const behind = eve.submit(eve.type('not before it'))
    expect(await bob.submit(bob.type('honest'))).toMatchObject({ ok: true, sequence: 1 })
    begin()
    expect(await costly).toEqual({ ok: false, code: 'malformed-update' })
    expect(await behind).toMatchObject({ ok: true, sequence: 2 })
    expect((await opened(home)).text).toMatch(/^(honestnot before it|not before ithonest)$/)
  })

  it('waits its turn: of nine members with one, the last is asked to wait', async () => {
    const home = await house()
    const people = Array.from({ length: 9 }, (_, number) => new Person(home, `eve${number}`, { clientId: number + 1 }))
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    home.snapshots.trial = () => begun.then(() => 'too-slow')
    const answers: Promise<unknown>[] = []
    for (const person of people) {
      await person.join()
      answers.push(person.submit(handmadeUpdate(person.doc.clientID, 0, costlyStructs(person.doc.clientID, 3000))))
    }
    expect(await answers.pop()).toEqual({ ok: false, code: 'slow', retryAfterMs: 1000 })
    begin()
    expect(await Promise.all(answers)).toEqual(answers.map(() => ({ ok: false, code: 'malformed-update' })))
  })

  it('is refused for good when it cannot be tried three times in a row', async () => {
    const home = await house()
    const eve = new Person(home, 'eve')
    await eve.join()
    const trial = home.snapshots.trial.bind(home.snapshots)
    const broken = new Error('the worker has stopped')
    home.snapshots.trial = () => Promise.reject(broken)
    const costly = handmadeUpdate(eve.doc.clientID, 0, costlyStructs(eve.doc.clientID, 3000))
    for (const _ of ['first', 'second']) await expect(eve.submit(costly)).rejects.toBe(broken)
    // What waits for storage is not its fault.
    home.snapshots.trial = () => Promise.reject(new StorageError('SQLITE_BUSY'))
    for (const _ of ['third', 'fourth', 'fifth']) await expect(eve.submit(costly)).rejects.toThrow(StorageError)
    home.snapshots.trial = () => Promise.reject(broken)
    expect(await eve.submit(costly)).toEqual({ ok: false, code: 'malformed-update' })
    home.snapshots.trial = trial
    expect(await eve.submit(eve.type('goes on'))).toMatchObject({ ok: true, sequence: 1 })
  })

  it('that could be tried the second time is no step nearer to that', async () => {
    const home = await house()
    const eve = new Person(home, 'eve')
    await eve.join()
    const costly = handmadeUpdate(eve.doc.clientID, 0, costlyStructs(eve.doc.clientID, 3000))
    for (let round = 0; round < 4; round++) {
      home.snapshots.trial = () => Promise.reject(new Error('the worker has stopped'))
      await expect(eve.submit(costly)).rejects.toThrow('stopped')
      home.snapshots.trial = async () => 'too-slow'
      expect(await eve.submit(costly)).toEqual({ ok: false, code: 'malformed-update' })
    }
  })

  it('waits for those of other documents: one at a time is read and tried', async () => {
    const home = await house()
    const done: (() => void)[] = []
    const maker = { ...inlineMaker, trial: () => new Promise<'sound'>((sound) => done.push(() => sound('sound'))) }
    const readAfter = vi.spyOn(home.storage.log, 'readAfter')
    const snapshots = new Snapshots(home.storage.log, maker, home.clock, { onError: () => {}, onMended: () => {} })
    const trials = [1, 2, 3].map(() => snapshots.trial(DOCUMENT, () => [], new Uint8Array([0, 0])))
    for (let tried = 1; tried <= trials.length; tried++) {
      await turn()
      expect([readAfter.mock.calls.length, done.length]).toEqual([tried, tried])
      done.at(-1)?.()
      expect(await trials[tried - 1]).toBe('sound')
    }
  })

  it('is refused in pieces too: 143 KB of them', async () => {
    const home = await house()
    const [eve, bob] = [new Person(home, 'eve'), new Person(home, 'bob')]
    await eve.join()
    await bob.join()
    const answers: unknown[] = []
    for (const piece of piecesOf(eve.doc.clientID, costlyStructs(eve.doc.clientID, 12_000), 4000)) {
      answers.push(await eve.submit(piece))
      await bob.submit(bob.type('honest '))
    }
    expect(answers.slice(0, 3)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
    expect(answers[3]).toEqual({ ok: false, code: 'malformed-update' })
    await emptied(home, eve, bob)
    const { text, steps } = await opened(home)
    expect(steps).toBeLessThan(MAX_OPENING_STEPS)
    expect(text.replaceAll(/[xy]/g, '')).toBe('honest '.repeat(6))
  })

  it('leaves a document that opens, when it comes in many small ones of two clientIDs, among those of others', async () => {
    const home = await house()
    const [eve, mal] = [new Person(home, 'eve', { clientId: 3 }), new Person(home, 'mal', { clientId: 2 })]
    const bob = new Person(home, 'bob')
    for (const person of [eve, mal, bob]) await person.join()
    const [row, falling] = [eve.doc.clientID, mal.doc.clientID]
    const structs = costlyStructs(row, 5000)
    let acknowledged = 0
    const send = async (person: Person, pieces: readonly Uint8Array[]) => {
      for (const piece of pieces) {
        await person.submit(piece)
        if ((await bob.submit(bob.type('.'))).ok) acknowledged++
        await home.snapshots.settled()
        if (bob.member.gone) return
      }
    }
    await send(eve, piecesOf(row, structs.slice(0, 5000), 50))
    await send(mal, piecesOf(falling, structs.slice(5000), 50))
    // Somebody had to do something about it.
    expect(home.reports).toMatchObject([{ reason: expect.stringMatching(/steps/), suspects: ['mal'] }])
    expect(bob.member.gone).toBe(true)
    const { text, steps } = await opened(home)
    expect(steps).toBe(0)
    expect(text.replaceAll(/[^.]/g, '')).toHaveLength(acknowledged)

    // And who did it is watched.
    const again = new Person(home, 'mal')
    await again.join()
    const clientId = again.doc.clientID
    const costly = handmadeUpdate(clientId, 0, costlyStructs(clientId, 2500))
    expect(await again.submit(costly, 2)).toEqual({ ok: false, code: 'malformed-update' })
  }, 60_000)
})

describe('an update with origins that lie', () => {
  /** Somebody claims to have written between the third character and the second, both of this client. */
  const forgedAfter = (client: number): HandmadeStruct[] => [
    { text: '1' },
    { origin: [client, 2], rightOrigin: [client, 1], text: '2' },
  ]

  async function spoilt() {
    const home = await house()
    const [ann, eve] = [new Person(home, 'ann', { clientId: 1 }), new Person(home, 'eve', { clientId: 2 })]
    await ann.join()
    await eve.join()
    for (const letter of 'abc') await ann.submit(ann.type(letter))
    expect(await eve.submit(handmadeUpdate(2, 0, forgedAfter(1)))).toMatchObject({ ok: true })
    return { home, ann, eve }
  }

  it('is left out of a new epoch, in which everybody finds what the others wrote', async () => {
    const { home, ann, eve } = await spoilt()
    let acknowledged = 'abc'
    while (!ann.member.gone) if ((await ann.submit(ann.type('d'))).ok) acknowledged += 'd'
    await home.snapshots.settled()
    expect(home.reports).toMatchObject([{ quarantined: [4], suspects: ['eve'] }])
    for (const person of [ann, eve]) {
      expect(home.channel.inbox.get(person.member.id)?.at(-1)).toEqual({
        event: 'closed',
        payload: { document: DOCUMENT, code: 'wrong-epoch' },
      })
    }
    const bob = new Person(home, 'bob')
    const answer = await bob.join()
    expect(answer).toMatchObject({ ok: true, epoch: 2 })
    expect(bob.text.toString()).toBe(acknowledged)
    expect(await bob.submit(bob.type('!'), 2)).toMatchObject({ ok: true })
    expect(await home.storage.log.history(DOCUMENT, 4, 4)).toMatchObject([{ actor: 'eve', quarantined: true }])
  })

  it('is refused when it comes from somebody who did that before', async () => {
    const { home, ann, eve } = await spoilt()
    await emptied(home, ann, eve)
    home.snapshots.request(DOCUMENT)
    await home.snapshots.settled()
    const again = new Person(home, 'eve')
    expect(await again.join()).toMatchObject({ ok: true, epoch: 2 })
    const forged = handmadeUpdate(again.doc.clientID, 0, forgedAfter(0))
    expect(await again.submit(forged, 2)).toEqual({ ok: false, code: 'malformed-update' })
    expect(await again.submit(again.type('honest'), 2)).toMatchObject({ ok: true })
  })

  it('makes what is submitted meanwhile wait for the new epoch, and loses nothing acknowledged', async () => {
    const { home, ann } = await spoilt()
    const acknowledged = await ann.submit(ann.type('d'))
    expect(acknowledged).toMatchObject({ ok: true })
    const rebase = home.storage.log.rebase.bind(home.storage.log)
    const late: Promise<unknown>[] = []
    home.storage.log.rebase = async (...base) => {
      late.push(ann.submit(ann.type('e')))
      await turn()
      await turn()
      expect(home.storage.appends).toBe(5)
      return rebase(...base)
    }
    home.snapshots.request(DOCUMENT, ann.room.checked)
    await home.snapshots.settled()
    expect(await Promise.all(late)).toEqual([{ ok: false, code: 'wrong-epoch' }])
    expect((await opened(home)).text).toBe('abcd')
  })

  it('cannot have a document mended again and again', async () => {
    const { home, ann, eve } = await spoilt()
    await ann.submit(ann.type('d'))
    home.snapshots.request(DOCUMENT)
    await home.snapshots.settled()
    ann.leave()
    eve.leave()
    home.clock.advance(IDLE_MS)
    const mal = new Person(home, 'mal', { clientId: 3 })
    await mal.join()
    expect(await mal.submit(handmadeUpdate(3, 0, forgedAfter(0)), 2)).toMatchObject({ ok: true })
    home.snapshots.request(DOCUMENT)
    await home.snapshots.settled()
    expect((await home.storage.documents.find(DOCUMENT))?.epoch).toBe(2)
    home.clock.advance(60_000)
    await home.snapshots.settled()
    expect((await home.storage.documents.find(DOCUMENT))?.epoch).toBe(3)
    expect((await opened(home)).text).toBe('abcd')
  })
})

describe('a document’s size', () => {
  it('is bounded for what is inserted, and not for what is deleted', async () => {
    const home = await house({ maxDocumentBytes: 1000 })
    const ann = new Person(home, 'ann')
    await ann.join()
    expect(await ann.submit(ann.type('x'.repeat(900)))).toMatchObject({ ok: true })
    const before = Y.encodeStateAsUpdate(ann.doc)
    expect(await ann.submit(ann.type('y'.repeat(100)))).toEqual({ ok: false, code: 'document-full' })
    const bob = new Person(home, 'bob')
    await bob.join()
    expect(Y.encodeStateAsUpdate(bob.doc)).toEqual(before)
    bob.text.delete(0, 500)
    expect(await bob.submit(bob.outbox.pop() ?? new Uint8Array())).toMatchObject({ ok: true })
  })

  it('becomes less by a snapshot after deleting', async () => {
    const home = await house({ maxDocumentBytes: 1000 })
    const ann = new Person(home, 'ann')
    await ann.join()
    await ann.submit(ann.type('x'.repeat(900)))
    ann.text.delete(0, 890)
    await ann.submit(ann.outbox.pop() ?? new Uint8Array())
    home.snapshots.request(DOCUMENT)
    await home.snapshots.settled()
    ann.leave()
    home.clock.advance(IDLE_MS)
    await ann.join()
    expect(await ann.submit(ann.type('y'.repeat(500)))).toMatchObject({ ok: true })
  })
})

describe('what waits for a commit', () => {
  it('is bounded in number: past it the sender is asked to wait', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    home.storage.hold()
    const first = ann.submit(ann.type('in flight'))
    await turn()
    await turn()
    const waiting = Array.from({ length: 4000 }, () => ann.submit(ann.type('x')))
    expect(await ann.submit(ann.type('y'))).toEqual({ ok: false, code: 'slow', retryAfterMs: 1000 })
    home.storage.release()
    expect(await first).toMatchObject({ ok: true })
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true)
  })

  it('is taken in transactions of bounded size', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    home.storage.hold()
    const first = ann.submit(ann.type('in flight'))
    await turn()
    await turn()
    const waiting = Array.from({ length: 12 }, () => ann.submit(ann.type('x'.repeat(1_000_000))))
    home.storage.release()
    await first
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true)
    // The first, and then each alone: two are more than one commit takes of a room.
    expect(home.storage.appends).toBe(13)
  })
})

describe('a bug', () => {
  it('in the wake of a commit leaves nobody unanswered, and the room goes on from the log', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const isDue = home.snapshots.isDue.bind(home.snapshots)
    home.snapshots.isDue = () => {
      throw new Error('a bug')
    }
    expect(await ann.submit(ann.type('a'))).toMatchObject({ ok: true, sequence: 1 })
    home.snapshots.isDue = isDue
    expect(await ann.submit(ann.type('b'))).toMatchObject({ ok: true, sequence: 2 })
    expect(home.reports).toMatchObject([{ message: 'a bug' }])
    expect((await opened(home)).text).toBe('ab')
  })

  it('in judging keeps nobody from what is being stored at that moment', async () => {
    const home = await house()
    const [ann, bob, cyd] = [new Person(home, 'ann'), new Person(home, 'bob'), new Person(home, 'cyd')]
    for (const person of [ann, bob, cyd]) await person.join()
    home.storage.hold()
    const stored = ann.submit(ann.type('stored'))
    while (home.storage.appends === 0) await turn()
    vi.spyOn(home.clock, 'now').mockImplementationOnce(() => {
      throw new Error('a bug')
    })
    await expect(bob.submit(bob.type('judged'))).rejects.toThrow('a bug')
    home.storage.release()
    expect(await stored).toEqual(storedAt(1))
    expect(home.channel.updatesOf('cyd')).toMatchObject([{ epoch: 1, after: 0, sequence: 1 }])
    expect(await bob.submit(bob.sent[0]!)).toEqual(storedAt(2))
    expect(home.channel.updatesOf('cyd')).toMatchObject([{ after: 0 }, { epoch: 1, after: 1, sequence: 2 }])
    for (const { updates } of home.channel.updatesOf('cyd')) cyd.apply(updates)
    expect(cyd.text.toString()).toBe((await opened(home)).text)
  })

  it('in judging is told to its sender alone, and the clocks are those of the log again', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    const request = home.commits.request.bind(home.commits)
    home.commits.request = () => {
      throw new Error('a bug')
    }
    const update = ann.type('a')
    await expect(ann.submit(update)).rejects.toThrow('a bug')
    home.commits.request = request
    expect(await bob.submit(bob.type('b'))).toMatchObject({ ok: true, sequence: 1 })
    expect(await ann.submit(update)).toMatchObject({ ok: true, sequence: 2 })
  })
})
