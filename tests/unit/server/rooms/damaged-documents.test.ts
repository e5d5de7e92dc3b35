import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DamagedDocument } from '../../../../server/storage/storage.ts'
import { DOCUMENT, Person, house } from '../../../support/room-house.ts'

const closedWith = (code: string) => ({ event: 'closed', payload: { document: DOCUMENT, code } })

describe('a document that cannot be read', () => {
  it('because its snapshot is none ends for everybody in it, and for those who come', async () => {
    const home = await house()
    const ann = new Person(home, 'ann')
    await ann.join()
    await ann.submit(ann.type('a'))
    const stateVector = Y.encodeStateVector(ann.doc)
    const bytes = new Uint8Array([1, 2, 3])
    expect(await home.storage.log.fold(DOCUMENT, 1, { sequence: 1, bytes, stateVector, structs: 1 })).toBe(true)
    await ann.submit(ann.type('b'))
    home.snapshots.request(DOCUMENT, ann.room.checked)
    await home.snapshots.settled()
    expect(home.channel.inbox.get('ann')?.at(-1)).toEqual(closedWith('damaged'))
    expect(home.reports).toMatchObject([{ name: 'DamagedDocument' }])
    expect(await new Person(home, 'bob').join()).toEqual({ ok: false, code: 'damaged' })
    expect(await new Person(home, 'cyd').join()).toEqual({ ok: false, code: 'damaged' })
    // One line for the operator, not one for each who comes.
    expect(home.reports).toHaveLength(1)
  })

  it('because storage says so ends for everybody when the room has to read its log again', async () => {
    const home = await house()
    const [ann, bob] = [new Person(home, 'ann'), new Person(home, 'bob')]
    await ann.join()
    await bob.join()
    home.storage.failNextAppend()
    expect(await ann.submit(ann.type('a'))).toEqual({ ok: false, code: 'storage-unavailable' })
    home.storage.log.load = () => Promise.reject(new DamagedDocument(DOCUMENT, 'a row is not what was written'))
    await expect(ann.submit(ann.type('b'))).rejects.toThrow(DamagedDocument)
    expect(home.channel.inbox.get('bob')?.at(-1)).toEqual(closedWith('damaged'))
    expect(await bob.submit(bob.type('c'))).toEqual({ ok: false, code: 'damaged' })
  })

  it('because its log holds what is no update is not opened', async () => {
    const home = await house()
    await home.storage.log.append(
      [{ document: DOCUMENT, epoch: 1, updates: [{ actor: 'ann', clientId: 1, update: new Uint8Array([9]) }] }],
      0,
    )
    await expect(home.rooms.open(DOCUMENT)).rejects.toThrow(DamagedDocument)
  })
})

describe('after a restore from a backup', () => {
  it('what others had written is taken from whoever still holds it, until the window closes', async () => {
    const home = await house()
    const lost = new Person(home, 'ann')
    const update = lost.type('what the backup lacks')
    const bob = new Person(home, 'bob')
    await bob.join()
    expect(await bob.submit(update)).toEqual({ ok: false, code: 'foreign-client' })
    await home.storage.settings.setRelayUntil(home.clock.now() + 60_000)
    await bob.join()
    expect(await bob.submit(update)).toMatchObject({ ok: true })
    expect(await home.storage.log.history(DOCUMENT, 1, 1)).toMatchObject([
      { actor: 'bob', clientId: lost.doc.clientID },
    ])
    home.clock.advance(60_000)
    expect(await bob.submit(lost.type('!'))).toEqual({ ok: false, code: 'foreign-client' })
  })
})
