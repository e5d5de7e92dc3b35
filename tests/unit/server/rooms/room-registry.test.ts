import { beforeEach, describe, expect, it } from 'vitest'
import type { DocumentRoom } from '../../../../server/rooms/document-room.ts'
import type { Member } from '../../../../server/rooms/member.ts'
import { RoomRegistry } from '../../../../server/rooms/room-registry.ts'
import type { FakeClock } from '../../../support/fake-clock.ts'
import { house } from '../../../support/room-house.ts'
import { Random } from '../../../support/random.ts'

const IDLE_MS = 60_000
const MAX_ROOMS = 3
const DOCUMENTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
/** Longer than a room counts as asked for lately. */
const A_WHILE_MS = 1500
const keyHash = new Uint8Array(32)

let clock: FakeClock
let rooms: RoomRegistry

beforeEach(async () => {
  const home = await house()
  clock = home.clock
  rooms = new RoomRegistry(home, { idleMs: IDLE_MS, maxRooms: MAX_ROOMS })
  for (const id of DOCUMENTS) await home.storage.documents.create({ id, keyHash, creator: 'ann', at: 0, seed: null })
})

let people = 0

async function enter(room: DocumentRoom): Promise<() => void> {
  people += 1
  const member: Member = {
    id: `person ${people}`,
    actor: 'ann',
    ceiling: 'owner',
    clientId: people,
    owned: new Set([people]),
    user: { id: 'ann', name: 'Ann', color: 0 },
    isSeen: true,
    gone: false,
  }
  const request = { document: room.id, key: '', clientId: people }
  await room.join(
    member,
    request,
    () => null,
    (answer) => expect(answer.ok).toBe(true),
  )
  return () => room.leave(member)
}

async function opened(document: string): Promise<DocumentRoom> {
  const room = await rooms.open(document)
  if (typeof room === 'string') throw new Error(room)
  return room
}

describe('the rooms in memory', () => {
  it('are as many as may be; beyond it the one that nobody was in for longest makes place', async () => {
    for (const id of 'abc') {
      await opened(id)
      clock.advance(A_WHILE_MS)
    }
    await opened('a')
    clock.advance(A_WHILE_MS)
    await opened('d')
    expect(rooms.openDocuments.toSorted()).toEqual(['a', 'c', 'd'])
  })

  it('that somebody is in stay, and who opens one more is refused until one is left', async () => {
    const leave: (() => void)[] = []
    for (const id of 'abc') leave.push(await enter(await opened(id)))
    clock.advance(10 * IDLE_MS)
    expect(await rooms.open('d')).toBe('server-full')
    leave[1]?.()
    clock.advance(A_WHILE_MS)
    await opened('d')
    expect(rooms.openDocuments.toSorted()).toEqual(['a', 'c', 'd'])
  })

  it('that were asked for just now stay: whoever asked is about to enter', async () => {
    for (const id of 'abc') await opened(id)
    clock.advance(A_WHILE_MS)
    const known = await Promise.all(['a', 'b', 'c'].map((id) => rooms.open(id)))
    expect(await rooms.open('d')).toBe('server-full')
    for (const room of known) await enter(room as DocumentRoom)
    expect(rooms.openDocuments).toEqual(['a', 'b', 'c'])
  })

  it('are one for each document at any time, whoever opens, enters and leaves what', async () => {
    const random = new Random(5)
    const inside = new Map<string, { room: DocumentRoom; leave: () => void }[]>()
    let refused = 0
    for (let step = 0; step < 3000; step++) {
      const ids = Array.from({ length: 1 + random.below(3) }, () => random.pick(DOCUMENTS))
      await Promise.all(
        ids.map(async (id) => {
          const room = await rooms.open(id)
          if (typeof room === 'string') {
            expect(room).toBe('server-full')
            refused += 1
            return
          }
          const leave = await enter(room)
          inside.set(id, [...(inside.get(id) ?? []), { room, leave }])
        }),
      )
      for (const [id, members] of inside) {
        expect(new Set(members.map(({ room }) => room)).size).toBeLessThanOrEqual(1)
        const left = members.filter(({ leave }) => {
          const leaves = random.chance(0.4)
          if (leaves) leave()
          return !leaves
        })
        inside.set(id, left)
      }
      expect(rooms.openDocuments.length).toBeLessThanOrEqual(MAX_ROOMS)
      clock.advance(random.below(2000))
    }
    expect(refused).toBeGreaterThan(100)
    for (const members of inside.values()) for (const { leave } of members) leave()
    clock.advance(IDLE_MS)
    expect(rooms.openDocuments).toEqual([])
  })
})
