import { StorageError } from '../../../../server/storage/storage.ts'
import { setImmediate as turn } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { DocumentRoom } from '../../../../server/rooms/document-room.ts'
import { RoomRegistry } from '../../../../server/rooms/room-registry.ts'
import type { Role } from '../../../../shared/access/roles.ts'
import { refuse } from '../../../../shared/protocol/errors.ts'
import { splitFrames } from '../../../../shared/protocol/frames.ts'
import type { JoinAnswer, UpdateAnswer } from '../../../../shared/protocol/schemas.ts'
import {
  DOCUMENT,
  FakeChannel,
  type House,
  IDLE_MS,
  KEY,
  LIMITS,
  Person,
  house,
  letIn,
} from '../../../support/room-house.ts'
import { storedAt } from '../../../support/stored-at.ts'

describe('an update', () => {
  it('is neither relayed nor acknowledged before its commit, and both after', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.storage.hold()
    let answered: UpdateAnswer | null = null
    const answer = ann.submit(ann.type('hello')).then((given) => (answered = given))
    await turn()
    await turn()
    expect(home.storage.appends).toBe(1)
    expect(answered).toBeNull()
    expect(home.channel.updatesOf('bob')).toEqual([])
    home.storage.release()
    await answer
    expect(answered).toEqual(storedAt(1))
    const [frame] = home.channel.updatesOf('bob')
    expect(frame).toMatchObject({ epoch: 1, after: 0, sequence: 1 })
    bob.apply(frame!.updates)
    expect(bob.text.toString()).toBe('hello')
    expect(home.channel.updatesOf('ann')).toEqual([])
  })

  it('is committed with those of a window on a busy server, but the first at once', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.load.windowMs = 40
    expect(await ann.submit(ann.type('first'))).toEqual(storedAt(1))
    const answers = [ann.submit(ann.type(' second'))]
    await turn()
    home.clock.advance(39)
    answers.push(ann.submit(ann.type(' third')))
    await turn()
    expect(home.storage.appends).toBe(1)
    home.clock.advance(1)
    expect(await Promise.all(answers)).toEqual([storedAt(3), storedAt(3)])
    expect(home.storage.appends).toBe(2)
    expect(home.channel.updatesOf('bob').map(({ sequence }) => sequence)).toEqual([1, 3])
  })

  it('is in a frame with no more than fits well into what may wait for a member', async () => {
    const home = await house()
    const people = ['ann', 'bob', 'cy', 'dan'].map((name) => new Person(home, name))
    for (const person of people) await person.join()
    const [ann, ...others] = people as [Person, ...Person[]]
    home.storage.hold()
    const answers = others.flatMap((person) => [1, 2, 3].map(() => person.submit(person.type('x'.repeat(400_000)))))
    home.storage.release()
    expect(await Promise.all(answers)).toHaveLength(9)
    const frames = home.channel.updatesOf('ann')
    expect(Math.max(...frames.map(({ updates }) => updates.byteLength))).toBeLessThan(1024 * 1024)
    for (const { updates } of frames) ann.apply(updates)
    expect(ann.text.length).toBe(9 * 400_000)
  })

  it('counts as one message for each who is in the room', async () => {
    const home = await house()
    const people = ['ann', 'bob', 'cy'].map((name) => new Person(home, name))
    for (const person of people) await person.join()
    await people[0]!.submit(people[0]!.type('x'))
    expect(home.load.messages).toBe(3)
  })

  it('reaches its sender’s acknowledgement after the frames of the same commit', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    const order: string[] = []
    const relay = home.channel.relay.bind(home.channel)
    home.channel.relay = (...args) => {
      relay(...args)
      order.push('frames')
    }
    await Promise.all([
      ann.submit(ann.type('a')).then(() => order.push('answer to ann')),
      bob.submit(bob.type('b')).then(() => order.push('answer to bob')),
    ])
    expect(home.storage.appends).toBe(1)
    expect(order).toEqual(['frames', 'answer to ann', 'answer to bob'])
  })

  it('of several senders in one commit reaches each without its own, continuing from the same sequence', async () => {
    const home = await house()
    const people = ['ann', 'bob', 'cyd'].map((id) => new Person(home, id))
    for (const person of people) await person.join()
    const [ann, bob, cyd] = people as [Person, Person, Person]
    await Promise.all([ann.submit(ann.type('a1')), bob.submit(bob.type('b1')), ann.submit(ann.type('a2'))])
    const sizes = people.map(({ member }) =>
      home.channel.updatesOf(member.id).map((f) => splitFrames(f.updates).length),
    )
    expect(sizes).toEqual([[1], [2], [3]])
    for (const { member } of people) {
      expect(home.channel.updatesOf(member.id)).toMatchObject([{ after: 0, sequence: 3 }])
    }
    for (const person of [ann, bob, cyd]) {
      for (const { updates } of home.channel.updatesOf(person.member.id)) person.apply(updates)
    }
    expect(new Set(people.map(({ text }) => text.toString())).size).toBe(1)
  })

  it('that is sent again is acknowledged again and stored once', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const update = ann.type('once')
    expect(await Promise.all([ann.submit(update), ann.submit(update)])).toEqual([storedAt(1), storedAt(1)])
    expect(await ann.submit(update)).toEqual(storedAt(1))
    expect(await home.storage.log.history(DOCUMENT, 1, 10)).toHaveLength(1)
  })

  it('is answered resync with what the room holds when an earlier one is missing', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    ann.type('lost')
    const answer = await ann.submit(ann.type(' next'))
    expect(answer).toMatchObject({ ok: false, code: 'resync' })
    if (answer.ok || answer.stateVector === undefined) throw new Error('no state vector')
    expect(await ann.submit(Y.encodeStateAsUpdate(ann.doc, answer.stateVector))).toMatchObject({ ok: true })
  })

  it('of another epoch is refused', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    expect(await ann.submit(ann.type('x'), 2)).toEqual({ ok: false, code: 'wrong-epoch' })
  })

  it('under somebody else’s clientID is refused', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    expect(await bob.submit(ann.type('not bob'))).toEqual({ ok: false, code: 'foreign-client' })
  })
})

describe('a commit that fails', () => {
  it('is acknowledged to nobody and relayed to nobody, and the next one goes through', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.storage.failNextAppend()
    const update = ann.type('kept by ann')
    expect(await ann.submit(update)).toEqual({ ok: false, code: 'storage-unavailable' })
    expect(home.channel.updatesOf('bob')).toEqual([])
    expect(await ann.submit(update)).toEqual(storedAt(1))
    expect(home.channel.updatesOf('bob')).toHaveLength(1)
    expect(home.reports).toHaveLength(1)
  })

  it('takes along what was judged after it', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    home.storage.hold()
    home.storage.failNextAppend()
    const updates = [ann.type('a'), ann.type('b')]
    const first = ann.submit(updates[0]!)
    await turn()
    await turn()
    const second = ann.submit(updates[1]!)
    home.storage.release()
    expect(await Promise.all([first, second])).toEqual([
      { ok: false, code: 'storage-unavailable' },
      { ok: false, code: 'storage-unavailable' },
    ])
    expect(await ann.submit(updates[0]!)).toEqual(storedAt(1))
    expect(await ann.submit(updates[1]!)).toEqual(storedAt(2))
  })
})

describe('joining', () => {
  it('gives the whole document to a client that holds nothing, and the rest to one that holds some', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    await ann.submit(ann.type('one '))
    await ann.submit(ann.type('two'))
    const bob = new Person(home, 'bob')
    expect(await bob.join()).toMatchObject({ ok: true, epoch: 1, sequence: 2, role: 'editor', title: null })
    expect(bob.text.toString()).toBe('one two')
    const again = await new Person(home, 'cyd').join({ epoch: 1, sequence: 1 })
    expect(again.ok && splitFrames(again.updates)).toHaveLength(1)
  })

  it('tells the mark beside every sequence: in the join, the acknowledgement and the frame', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const updates = [ann.type('one '), ann.type('two')]
    const marks = [crc32(updates[0]!), crc32(Buffer.concat(updates))]
    expect(await ann.submit(updates[0]!)).toEqual({ ok: true, sequence: 1, mark: marks[0] })
    const bob = new Person(home, 'bob')
    expect(await bob.join()).toMatchObject({ sequence: 1, mark: marks[0] })
    expect(await ann.submit(updates[1]!)).toEqual({ ok: true, sequence: 2, mark: marks[1] })
    expect(home.channel.updatesOf('bob')).toMatchObject([{ after: 1, sequence: 2, mark: marks[1] }])
    // Nothing to store: what is told is where the log ends.
    expect(await ann.submit(updates[0]!)).toEqual({ ok: true, sequence: 2, mark: marks[1] })
  })

  it('is refused resync to a client whose log went another way than this one, and lets it in without it', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const first = ann.type('one ')
    await ann.submit(first)
    await ann.submit(ann.type('two'))
    const held = { epoch: 1, sequence: 1, mark: crc32(first) }
    const bob = new Person(home, 'bob')
    expect(await bob.join({ ...held, mark: (held.mark ^ 1) >>> 0 })).toEqual({ ok: false, code: 'resync' })
    expect(await bob.join({ ...held, sequence: 3 })).toEqual({ ok: false, code: 'resync' })
    await ann.submit(ann.type('!'))
    expect(home.channel.updatesOf('bob')).toEqual([])
    const continued = await bob.join(held)
    expect(continued.ok && splitFrames(continued.updates)).toHaveLength(2)
    expect(await new Person(home, 'cyd').join()).toMatchObject({ ok: true, sequence: 3 })
    // The mark of another epoch says nothing about this one.
    expect(await new Person(home, 'dan').join({ epoch: 7, sequence: 1, mark: 0 })).toMatchObject({ ok: true })
  })

  it('gives the whole document when the client holds another epoch', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    await ann.submit(ann.type('x'))
    const answer = await new Person(home, 'bob').join({ epoch: 7, sequence: 1 })
    expect(answer.ok && splitFrames(answer.updates)).toHaveLength(1)
  })

  it('misses nothing that is committed while the log is read', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    await ann.submit(ann.type('before '))
    const readAfter = home.storage.log.readAfter.bind(home.storage.log)
    let submitted: Promise<UpdateAnswer> | null = null
    home.storage.log.readAfter = async (document, after) => {
      const tail = await readAfter(document, after)
      submitted ??= ann.submit(ann.type('meanwhile'))
      await submitted
      return tail
    }
    const bob = new Person(home, 'bob')
    expect(await bob.join()).toMatchObject({ ok: true, sequence: 2, mark: crc32(Buffer.concat(ann.sent)) })
    expect(bob.text.toString()).toBe('before meanwhile')
    expect(home.channel.updatesOf('bob')).toEqual([])
  })

  it('is refused not-found without a link, and tells the owner from an editor', async () => {
    const home = await house()
    const stranger = new Person(home, 'eve', { isStranger: true })
    expect(await stranger.join()).toEqual({ ok: false, code: 'not-found' })
    expect(await new Person(home, 'ann').join()).toMatchObject({ role: 'owner' })
    expect(await new Person(home, 'bob').join()).toMatchObject({ role: 'editor' })
  })

  it('is refused with a clientID that is bound to somebody else', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const thief = new Person(home, 'bob')
    thief.doc.clientID = ann.doc.clientID
    Object.assign(thief.member, { clientId: ann.doc.clientID, owned: new Set([ann.doc.clientID]) })
    expect(await thief.join()).toEqual({ ok: false, code: 'foreign-client' })
  })
})

describe('presence', () => {
  const cursorUpdate = (person: Person): Uint8Array => {
    const awareness = new Awareness(person.doc)
    awareness.setLocalState({ cursor: { anchor: { item: null }, head: { item: null } }, user: { name: 'forged' } })
    const update = encodeAwarenessUpdate(awareness, [person.doc.clientID])
    awareness.destroy()
    return update
  }
  const seenBy = (home: House, person: Person) => {
    const awareness = new Awareness(person.doc)
    for (const { event, payload } of home.channel.inbox.get(person.member.id) ?? []) {
      if (event === 'awareness') applyAwarenessUpdate(awareness, (payload as { update: Uint8Array }).update, null)
    }
    awareness.destroy()
    awareness.states.delete(person.doc.clientID)
    return Object.fromEntries(awareness.states)
  }

  it('is stamped by the server and says only where the cursor is', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    bob.room.moveCursor(bob.member, cursorUpdate(bob))
    expect(seenBy(home, ann)).toEqual({
      [bob.doc.clientID]: {
        cursor: { anchor: { item: null }, head: { item: null } },
        user: { id: 'user-bob', name: 'bob', color: expect.any(Number) },
      },
    })
  })

  it('tells of slides by who may edit, as they may at that moment, and not by who only reads', async () => {
    const home = await house()
    const [ann, bob, cy] = [new Person(home, 'ann'), new Person(home, 'bob'), new Person(home, 'cy')]
    Object.assign(bob.member, { ceiling: 'viewer' })
    for (const person of [ann, bob, cy]) await person.join()
    const talk = { slide: 1, line: { tname: 'text' }, since: 1 }
    for (const person of [ann, bob]) {
      const awareness = new Awareness(person.doc)
      awareness.setLocalState({ cursor: null, away: true, talk })
      person.room.moveCursor(person.member, encodeAwarenessUpdate(awareness, [person.doc.clientID]))
      awareness.destroy()
    }
    const seen = seenBy(home, cy)
    expect(seen[ann.doc.clientID]).toMatchObject({ away: true, talk })
    expect(seen[bob.doc.clientID]).toMatchObject({ away: true })
    expect(seen[bob.doc.clientID]).not.toHaveProperty('talk')
  })

  it('tells that the slides end of who may edit no more', async () => {
    const home = await house()
    const [ann, bob, cy] = [new Person(home, 'ann'), new Person(home, 'bob'), new Person(home, 'cy')]
    for (const person of [ann, bob, cy]) await person.join()
    const talk = { slide: 1, line: { tname: 'text' }, since: 1 }
    const { clientID } = bob.doc
    const awareness = new Awareness(bob.doc)
    awareness.setLocalState({ cursor: null, away: true, talk })
    const present = (): void => bob.room.moveCursor(bob.member, encodeAwarenessUpdate(awareness, [clientID]))
    present()
    const setRole = (role: Role) => ann.room.sharing.setRole(ann.member, (actor) => actor === 'bob', role)
    expect(await setRole('viewer')).toEqual({ ok: true })
    expect(seenBy(home, cy)[clientID]).toMatchObject({ away: true })
    expect(seenBy(home, cy)[clientID]).not.toHaveProperty('talk')
    await setRole('editor')
    present()
    expect(seenBy(home, cy)[clientID]).toMatchObject({ talk })
    awareness.destroy()
  })

  it('of those who move on a busy server is gathered, and told to all in one message of where they are now', async () => {
    const home = await house()
    const [ann, bob, cy] = [new Person(home, 'ann'), new Person(home, 'bob'), new Person(home, 'cy')]
    for (const person of [ann, bob, cy]) await person.join()
    const heard = () => home.channel.inbox.get('cy')?.filter(({ event }) => event === 'awareness').length ?? 0
    const before = heard()
    home.load.windowMs = 40
    for (const person of [bob, ann, bob]) person.room.moveCursor(person.member, cursorUpdate(person))
    home.clock.advance(39)
    expect(heard()).toBe(before)
    home.clock.advance(1)
    expect(heard()).toBe(before + 1)
    const cursor = { anchor: { item: null }, head: { item: null } }
    expect(seenBy(home, cy)).toMatchObject({ [ann.doc.clientID]: { cursor }, [bob.doc.clientID]: { cursor } })
    expect(home.load.messages).toBe(6)

    // What moved with a text goes out with it; who left meanwhile is not brought back.
    bob.room.moveCursor(bob.member, cursorUpdate(bob))
    ann.room.moveCursor(ann.member, cursorUpdate(ann))
    bob.leave()
    home.clock.advance(40)
    await ann.submit(ann.type('x'))
    const sent = home.channel.inbox.get('cy')!.map(({ event }) => event)
    expect(sent.slice(-2)).toEqual(['awareness', 'updates'])
    expect(Object.keys(seenBy(home, cy))).not.toContain(String(bob.doc.clientID))
  })

  it('of somebody else cannot be sent', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    const before = home.channel.inbox.get('ann')?.length
    bob.room.moveCursor(bob.member, cursorUpdate(ann))
    bob.room.moveCursor(bob.member, new Uint8Array([1, 2, 3]))
    expect(home.channel.inbox.get('ann')).toHaveLength(before ?? 0)
  })

  it('is told also while a failed commit has left the log in doubt', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.storage.failNextAppend()
    expect(await bob.submit(bob.type('x'))).toMatchObject({ ok: false })
    bob.room.moveCursor(bob.member, cursorUpdate(bob))
    expect(bob.room.introduce(bob.member, 'Bobby')).toEqual({ ok: true })
    expect(seenBy(home, ann)).toMatchObject({
      [bob.doc.clientID]: { cursor: { anchor: { item: null } }, user: { name: 'Bobby' } },
    })
  })

  it('goes when its holder leaves, but not when an older connection of the same session does', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const old = new Person(home, 'bob-old', { actor: 'bob' })
    await old.join()
    const fresh = new Person(home, 'bob-new', { actor: 'bob' })
    fresh.doc.clientID = old.doc.clientID
    Object.assign(fresh.member, { clientId: old.doc.clientID, owned: old.member.owned })
    await fresh.join()
    home.load.windowMs = 40
    fresh.room.moveCursor(fresh.member, cursorUpdate(fresh))
    old.leave()
    home.clock.advance(40)
    expect(seenBy(home, ann)).toMatchObject({ [old.doc.clientID]: { cursor: { anchor: { item: null } } } })
    fresh.leave()
    expect(seenBy(home, ann)).toEqual({})
  })

  it('of a client that came without a name is not shown, whatever it sends', async () => {
    const home = await house()
    const [ann, bot] = [new Person(home, 'ann'), new Person(home, 'bot', { isSeen: false })]
    await ann.join()
    await bot.join()
    bot.room.moveCursor(bot.member, cursorUpdate(bot))
    expect(bot.room.introduce(bot.member, 'Bot')).toEqual({ ok: true })
    bot.leave()
    expect(seenBy(home, ann)).toEqual({})
    expect(home.channel.inbox.get('ann') ?? []).toEqual([])
  })

  it('gives everybody a colour of their own, and one person the same in two tabs', async () => {
    const home = await house()
    const people = [new Person(home, 'a'), new Person(home, 'b'), new Person(home, 'b2', { actor: 'b' })]
    const colors: number[] = []
    for (const person of people) {
      const answer = await person.join()
      if (answer.ok) colors.push(answer.user.color)
    }
    expect(colors).toEqual([0, 1, 1])
  })
})

describe('a room', () => {
  it('is opened once for all who ask at the same time, and forgotten when idle', async () => {
    const home = await house()
    const opened = await Promise.all([home.open(), home.open(), home.open()])
    expect(new Set(opened).size).toBe(1)
    const ann = new Person(home, 'ann')
    await ann.join()
    home.clock.advance(10 * IDLE_MS)
    expect(home.rooms.openDocuments).toEqual([DOCUMENT])
    ann.leave()
    home.clock.advance(IDLE_MS)
    expect(home.rooms.openDocuments).toEqual([])
  })

  it('that was forgotten goes on from the log', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    await ann.submit(ann.type('kept'))
    ann.leave()
    home.clock.advance(IDLE_MS)
    const bob = new Person(home, 'bob')
    await bob.join()
    expect(bob.text.toString()).toBe('kept')
    expect(await bob.submit(bob.type('!'))).toEqual(storedAt(2))
  })

  it('folds a long tail into a snapshot that newcomers start from', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    const type = async (updates: number) => {
      for (let i = 0; i < updates; i++) await ann.submit(ann.type('x'))
      await home.snapshots.settled()
    }
    const folded = async () => (await home.storage.log.readAfter(DOCUMENT, 0))?.snapshot?.sequence
    await type(4000)
    expect(await folded()).toBeUndefined()
    await type(1)
    expect(await folded()).toBe(4001)
    const bob = new Person(home, 'bob')
    const answer = await bob.join()
    expect(answer.ok && answer.snapshot).toBeInstanceOf(Uint8Array)
    expect(bob.text.toString()).toBe('x'.repeat(4001))
    expect(home.reports).toEqual([])
  })

  it('folds a tail as long as its document was before it, or as it may still grow by', async () => {
    const { snapshots } = await house()
    const roomy = 16_000_000
    const isDue = (
      tail: { updates?: number; bytes?: number; structs?: number },
      before = 0,
      structs = 0,
      left = roomy,
    ) => {
      const whole = { updates: 1, bytes: 30, structs: 1, steps: 0, ...tail }
      return snapshots.isDue(whole, { bytes: before + whole.bytes, structs: structs + whole.structs }, left)
    }
    expect(isDue({ updates: 10_000, structs: 10_000 }, 0, 10_000)).toBe(false)
    expect(isDue({ updates: 10_001, structs: 10_001 }, 0, 10_000)).toBe(true)
    // Deletions count for several structs each.
    expect(isDue({ updates: 10_001, structs: 20_002 }, 0, 10_000)).toBe(true)
    expect(isDue({ updates: 20_000, structs: 20_000 }, 0, 1_000_000)).toBe(false)
    expect(isDue({ updates: 20_001, structs: 20_001 }, 0, 1_000_000)).toBe(true)
    expect(isDue({ bytes: 5_000_000 }, 5_000_000)).toBe(false)
    expect(isDue({ bytes: 5_000_001 }, 5_000_000)).toBe(true)
    expect(isDue({ bytes: 3_000_001 }, 10_000_000, 0, 3_000_000)).toBe(true)
    expect(isDue({ bytes: 128 * 1024 }, 15_900_000, 0, 100)).toBe(false)
  })

  it('makes room in a large document whose text is replaced again and again', async () => {
    const home = await house({ maxDocumentBytes: 4_000_000 })
    const ann = new Person(home, 'ann')
    await ann.join()
    for (let i = 0; i < 5; i++) expect(await ann.submit(ann.type('a'.repeat(500_000)))).toMatchObject({ ok: true })
    for (let i = 0; i < 8; i++) {
      ann.text.delete(0, 500_000)
      for (const update of ann.outbox.splice(0)) expect(await ann.submit(update)).toMatchObject({ ok: true })
      expect(await ann.submit(ann.type('b'.repeat(500_000)))).toMatchObject({ ok: true })
      await home.snapshots.settled()
    }
    expect(home.reports).toEqual([])
  })

  it('tries again to fold what could not be folded', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    for (let i = 0; i < 51; i++) await ann.submit(ann.type('x'))
    const fold = home.storage.log.fold.bind(home.storage.log)
    home.storage.log.fold = () => Promise.reject(new StorageError('SQLITE_FULL'))
    ann.leave()
    home.clock.advance(2000)
    await home.snapshots.settled()
    expect(home.reports).toHaveLength(1)
    home.storage.log.fold = fold
    home.clock.advance(60_000)
    await home.snapshots.settled()
    expect((await home.storage.log.readAfter(DOCUMENT, 0))?.snapshot?.sequence).toBe(51)
  })

  it('folds even a short tail two seconds after the last has left, unless somebody is back by then', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    const folded = async () => {
      await home.snapshots.settled()
      return (await home.storage.log.readAfter(DOCUMENT, 0))?.snapshot?.sequence
    }
    await ann.join()
    for (let i = 0; i < 51; i++) await ann.submit(ann.type('x'))
    ann.leave()
    home.clock.advance(1999)
    expect(await folded()).toBeUndefined()
    const bob = new Person(home, 'bob')
    await bob.join()
    home.clock.advance(5000)
    expect(await folded()).toBeUndefined()
    bob.leave()
    home.clock.advance(2000)
    expect(await folded()).toBe(51)
  })

  it('ends for everybody when its owner deletes the document, and only then', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    expect(await bob.room.delete(bob.member)).toEqual({ ok: false, code: 'forbidden' })
    expect(await ann.room.delete(ann.member)).toEqual({ ok: true })
    expect(home.channel.inbox.get('bob')?.at(-1)).toEqual({
      event: 'closed',
      payload: { document: DOCUMENT, code: 'deleted' },
    })
    expect(await bob.submit(bob.type('late'))).toEqual({ ok: false, code: 'deleted' })
    expect(await home.rooms.open(DOCUMENT)).toBe('not-found')
  })

  it('tells the others a new title after it is stored', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    expect(await bob.room.rename(bob.member, 'Minutes')).toEqual({ ok: true })
    expect(home.channel.inbox.get('ann')?.at(-1)).toEqual({
      event: 'renamed',
      payload: { document: DOCUMENT, title: 'Minutes' },
    })
    expect(await new Person(home, 'cyd').join()).toMatchObject({ title: 'Minutes' })
  })
})

describe('the end of a room', () => {
  const closedWith = (code: string) => ({ event: 'closed', payload: { document: DOCUMENT, code } })

  it('comes for a server that stops after what waits is committed and acknowledged', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.storage.hold()
    const first = ann.submit(ann.type('in flight, '))
    await turn()
    await turn()
    const second = ann.submit(ann.type('waiting'))
    const drained = home.commits.drained()
    home.storage.release()
    await drained
    home.rooms.closeAll('draining')
    expect(await Promise.all([first, second])).toEqual([storedAt(1), storedAt(2)])
    expect(home.channel.inbox.get('bob')?.map(({ event }) => event)).toEqual(['updates', 'updates', 'closed'])
    expect(home.channel.inbox.get('bob')?.at(-1)).toEqual(closedWith('draining'))
    expect(await new Person(home, 'cyd').join()).toEqual({ ok: false, code: 'draining' })
  })

  it('refuses what a commit did not reach in time; sent again elsewhere it is stored once', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    home.storage.hold()
    const updates = [ann.type('in flight, '), ann.type('waiting')] as const
    const first = ann.submit(updates[0])
    await turn()
    await turn()
    const second = ann.submit(updates[1])
    home.rooms.closeAll('draining')
    const refused = { ok: false, code: 'draining' }
    expect(await Promise.all([first, second])).toEqual([refused, refused])
    home.storage.release()
    await home.commits.drained()
    expect(home.reports).toEqual([])

    const next = new RoomRegistry({ ...home, channel: new FakeChannel() }, LIMITS)
    const again = new Person({ ...home, open: async () => (await next.open(DOCUMENT)) as DocumentRoom }, 'ann')
    Object.assign(again.member, { owned: new Set([ann.doc.clientID, again.doc.clientID]) })
    expect(await again.join()).toMatchObject({ ok: true, sequence: 1 })
    expect(await again.submit(updates[0])).toEqual(storedAt(1))
    expect(await again.submit(updates[1])).toEqual(storedAt(2))
  })

  it('by deletion refuses what was in flight, and a commit that comes after it changes nothing', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.storage.hold()
    const late = bob.submit(bob.type('too late'))
    await turn()
    await turn()
    expect(await ann.room.delete(ann.member)).toEqual({ ok: true })
    expect(await late).toEqual({ ok: false, code: 'deleted' })
    home.storage.release()
    await home.commits.drained()
    expect(home.reports).toEqual([])
    expect(home.channel.updatesOf('ann')).toEqual([])
    expect(await home.storage.log.load(DOCUMENT)).toBeNull()
  })
})

describe('a join that was given up', () => {
  it('is answered not-joined and leaves nobody in the room', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await letIn(home, bob.member)
    const answers: JoinAnswer[] = []
    const request = { document: DOCUMENT, key: KEY, clientId: bob.doc.clientID, name: 'bob' }
    await ann.room.join(
      bob.member,
      request,
      () => refuse('not-joined'),
      (given) => answers.push(given),
    )
    expect(answers).toEqual([{ ok: false, code: 'not-joined' }])
    expect([...(home.channel.rooms.get(DOCUMENT) ?? [])]).toEqual(['ann'])
    expect(home.channel.inbox.get('ann')).toBeUndefined()
  })

  it('tells of titles in the order in which they were stored, however late storage answers', async () => {
    const home = await house()
    const [ann, bob, cyd] = [new Person(home, 'ann'), new Person(home, 'bob'), new Person(home, 'cyd')]
    for (const person of [ann, bob, cyd]) await person.join()
    const rename = home.storage.documents.rename.bind(home.storage.documents)
    const late: (() => void)[] = []
    home.storage.documents.rename = async (document, title) => {
      const isStored = await rename(document, title)
      await new Promise<void>((resolve) => late.push(resolve))
      return isStored
    }
    const renamed = [ann.room.rename(ann.member, 'First'), bob.room.rename(bob.member, 'Second')]
    for (let answers = 0; answers < 2; answers++) {
      await turn()
      late.pop()?.()
    }
    expect(await Promise.all(renamed)).toEqual([{ ok: true }, { ok: true }])
    expect((home.channel.inbox.get('cyd') ?? []).slice(-2)).toMatchObject([
      { event: 'renamed', payload: { title: 'First' } },
      { event: 'renamed', payload: { title: 'Second' } },
    ])
    expect((await home.storage.documents.find(DOCUMENT))?.title).toBe('Second')
  })
})
