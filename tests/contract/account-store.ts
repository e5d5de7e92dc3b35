import { describe, expect, it } from 'vitest'
import {
  type NewAccount,
  type NewSession,
  SESSION_KEPT_MS,
  SESSION_USED_STEP_MS,
} from '../../server/storage/account-store.ts'
import { AT, ada, bob, hash, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

/** Every promise of `AccountStore`, on one driver. The guests Ada and Bob are known by tokens of their names. */
export function accountStoreContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: accounts`, () => {
    const bench = useStorage(makePlace)
    const accounts = () => bench.storage.accounts
    const add = (id: string, more: Partial<NewAccount> = {}) =>
      accounts().add({
        id,
        email: `${id}@example.org`,
        passwordHash: `hash of ${id}`,
        actor: `actor of ${id}`,
        actorTokenHash: hash(`token of ${id}`),
        invitationHash: null,
        identity: null,
        by: `actor of ${id}`,
        at: AT,
        ...more,
      })
    const start = (account: string, id: string, more: Partial<NewSession> = {}, limit = 9) =>
      accounts().startSession(
        {
          id,
          account,
          tokenHash: hash(id),
          device: 'Firefox on Linux',
          at: AT,
          passwordHash: `hash of ${account}`,
          ...more,
        },
        limit,
      )
    const sessionsOf = async (account: string, at = AT) => (await accounts().sessions(account, at)).map(({ id }) => id)

    describe('an account', () => {
      it('is found by its address; the first one administers', async () => {
        expect(await accounts().isEmpty()).toBe(true)
        expect(await add('eve')).toBe('added')
        expect(await add('fay', { passwordHash: null })).toBe('added')
        await bench.reopen()
        expect(await accounts().isEmpty()).toBe(false)
        expect(await accounts().byEmail('eve@example.org')).toEqual({
          id: 'eve',
          email: 'eve@example.org',
          actor: 'actor of eve',
          passwordHash: 'hash of eve',
          isAdmin: true,
          createdAt: AT,
          suspendedAt: null,
        })
        expect(await accounts().byEmail('fay@example.org')).toMatchObject({ isAdmin: false, passwordHash: null })
        expect(await accounts().byEmail('eve')).toBeNull()
      })

      it('has an address that no other has', async () => {
        await add('eve')
        expect(await add('other', { email: 'eve@example.org' })).toBe('taken')
        expect(await bench.storage.actors.knows(hash('token of other'))).toBe(false)
      })

      it('is told from guests by its actor', async () => {
        await add('eve')
        expect(await accounts().among([ada, 'actor of eve', 'nobody'])).toEqual(['actor of eve'])
        expect(await accounts().among([])).toEqual([])
      })

      it('is found by who a provider vouches for, as one account', async () => {
        const identity = { issuer: 'https://login.example', subject: 'sub 1' }
        await add('eve', { passwordHash: null, identity })
        expect(await add('fay', { identity })).toBe('taken')
        await bench.reopen()
        expect(await accounts().byIdentity(identity)).toMatchObject({ id: 'eve', passwordHash: null })
        expect(await accounts().byIdentity({ ...identity, subject: 'sub 2' })).toBeNull()
        expect(await accounts().byIdentity({ ...identity, issuer: 'https://other.example' })).toBeNull()
      })

      it('is not added with an invitation that there is not', async () => {
        expect(await add('eve', { invitationHash: hash('invitation') })).toBe('uninvited')
        expect(await accounts().isEmpty()).toBe(true)
        await add('eve')
        expect(await add('other', { email: 'eve@example.org', invitationHash: hash('invitation') })).toBe('uninvited')
      })

      it('acts in documents as its actor', async () => {
        await add('eve')
        expect(await bench.storage.actors.resolve(hash('token of eve'), 'fresh', AT)).toBe('actor of eve')
        const document = { id: 'd', keyHash: hash('key of d'), creator: 'actor of eve', at: AT, seed: null }
        expect(await bench.storage.documents.create(document)).toMatchObject({ created: true })
        expect((await bench.storage.access.find('d', hash('token of eve'), null)).standing.decision?.role).toBe('owner')
      })
    })

    describe('a session', () => {
      it('tells whose it is, until it ends', async () => {
        await add('eve')
        expect(await start('eve', 's')).toBe(true)
        await bench.reopen()
        expect(await accounts().session(hash('s'), AT)).toMatchObject({
          session: 's',
          account: { id: 'eve' },
          actorTokenHash: hash('token of eve'),
        })
        expect(await accounts().session(hash('other'), AT)).toBeNull()
        expect(await accounts().endSession('eve', 's', ada, AT)).toBe(true)
        expect(await accounts().endSession('eve', 's', ada, AT)).toBe(false)
        expect(await accounts().session(hash('s'), AT)).toBeNull()
        expect(await sessionsOf('eve')).toEqual([])
      })

      it('cannot be ended by another account', async () => {
        await add('eve')
        await add('fay')
        await start('eve', 's')
        expect(await accounts().endSession('fay', 's', ada, AT)).toBe(false)
        expect(await sessionsOf('eve')).toEqual(['s'])
      })

      it('is begun only with the password that the account has', async () => {
        await add('eve')
        expect(await start('eve', 's', { passwordHash: 'hash of before' })).toBe(false)
        expect(await start('eve', 's', { passwordHash: null })).toBe(false)
        await add('fay', { passwordHash: null })
        expect(await start('fay', 't', { passwordHash: null })).toBe(true)
      })

      it('is kept as long as it is used, which is noted to the minute', async () => {
        await add('eve')
        await start('eve', 's')
        await accounts().session(hash('s'), AT + SESSION_USED_STEP_MS - 1)
        expect((await accounts().sessions('eve', AT))[0]?.lastUsedAt).toBe(AT)
        const later = AT + SESSION_KEPT_MS - 1
        expect(await accounts().session(hash('s'), later)).not.toBeNull()
        expect(await accounts().sessions('eve', later)).toEqual([
          { id: 's', device: 'Firefox on Linux', createdAt: AT, lastUsedAt: later },
        ])
        expect(await accounts().session(hash('s'), later + SESSION_KEPT_MS)).toBeNull()
        expect(await sessionsOf('eve', later + SESSION_KEPT_MS)).toEqual([])
      })

      it('makes the one that was longest unused end when there are too many', async () => {
        await add('eve')
        for (const [index, id] of ['a', 'b', 'c'].entries()) await start('eve', id, { at: AT + index }, 2)
        expect(await sessionsOf('eve')).toEqual(['c', 'b'])
      })

      it('ends with a new password, but for the one that is kept', async () => {
        await add('eve')
        await add('fay')
        for (const id of ['a', 'b', 'c']) await start('eve', id)
        await start('fay', 'other')
        const change = { expected: 'hash of eve', passwordHash: 'new', kept: 'b', by: ada }
        expect(await accounts().setPassword('eve', change, AT + 1)).toBe(true)
        expect(await sessionsOf('eve')).toEqual(['b'])
        expect(await sessionsOf('fay')).toEqual(['other'])
        expect(await accounts().setPassword('eve', change, AT + 2)).toBe(false)
        expect((await accounts().byEmail('eve@example.org'))?.passwordHash).toBe('new')
        expect((await accounts().endedSessions(AT + 1, AT + 1)).toSorted()).toEqual(['a', 'c'])
      })

      it('is told of when it ended, or was not used for too long, since a moment', async () => {
        await add('eve')
        for (const [index, id] of ['a', 'b', 'c'].entries()) await start('eve', id, { at: AT + index })
        await accounts().endSession('eve', 'a', ada, AT + 5)
        expect(await accounts().endedSessions(AT, AT + 5)).toEqual(['a'])
        expect(await accounts().endedSessions(AT + 6, AT + 7)).toEqual([])
        const end = AT + 1 + SESSION_KEPT_MS
        expect(await accounts().endedSessions(end - 1, end)).toEqual(['b'])
        await accounts().endAllSessions(AT + 9)
        expect((await accounts().endedSessions(AT + 6, AT + 9)).toSorted()).toEqual(['b', 'c'])
      })

      it('is forgotten a while after it ended', async () => {
        await add('eve')
        for (const id of ['a', 'b']) await start('eve', id)
        await accounts().endSession('eve', 'a', ada, AT + 5)
        await accounts().sweep(AT + 5)
        expect(await accounts().endedSessions(AT, AT + 9)).toEqual(['a'])
        await accounts().sweep(AT + 6)
        expect(await accounts().endedSessions(AT, AT + 9)).toEqual([])
        expect(await sessionsOf('eve')).toEqual(['b'])
      })
    })

    describe('a reset', () => {
      const use = (secret: string, at = AT) => accounts().useReset(hash(secret), `new by ${secret}`, at)

      it('gives a new password once, and ends every session and reset of the account', async () => {
        await add('eve')
        await add('fay')
        await start('eve', 's')
        for (const secret of ['one', 'two'])
          await accounts().addReset('eve', { secretHash: hash(secret), expiresAt: AT + 9, by: ada, at: AT })
        await accounts().addReset('fay', { secretHash: hash('hers'), expiresAt: AT + 9, by: ada, at: AT })
        await bench.reopen()
        expect(await use('other')).toBe(false)
        expect(await use('one')).toBe(true)
        expect((await accounts().byEmail('eve@example.org'))?.passwordHash).toBe('new by one')
        expect(await sessionsOf('eve')).toEqual([])
        for (const secret of ['one', 'two']) expect(await use(secret)).toBe(false)
        expect(await use('hers')).toBe(true)
      })

      it('expires, and ends with a password that is set otherwise', async () => {
        await add('eve')
        for (const secret of ['old', 'new'])
          await accounts().addReset('eve', { secretHash: hash(secret), expiresAt: AT + 9, by: ada, at: AT })
        expect(await use('old', AT + 9)).toBe(false)
        await accounts().setPassword('eve', { expected: 'hash of eve', passwordHash: 'own', kept: null, by: ada }, AT)
        expect(await use('new')).toBe(false)
      })
    })

    describe('what a guest has', () => {
      const standing = (document: string, actor: string) => bench.storage.access.standing(document, actor)
      const enter = (document: string, actor: string) =>
        bench.storage.access.enter(document, actor, { secretHash: hash(`key of ${document}`), name: 'Ada' }, AT)
      const decide = (document: string, actor: string, role: 'viewer' | 'commenter' | null, at = AT) =>
        bench.storage.access.decide(document, actor, { role, by: bob, at })
      const adopt = (guest = ada) => accounts().adoptGuest('eve', hash(guest), AT)

      it('becomes the account’s: documents, grants, clientIDs, files and requests', async () => {
        await add('eve')
        await bench.create('d', update('seed'))
        await bench.storage.documents.create({
          id: 'bobs',
          keyHash: hash('key of bobs'),
          creator: bob,
          at: AT,
          seed: null,
        })
        await enter('bobs', ada)
        await bench.storage.documents.bindClients('d', ada, [77])
        await bench.create('third')
        await bench.storage.access.transfer('third', ada, bob, AT)
        expect(await accounts().countGuestDocuments(hash(ada))).toBe(3)
        const file = {
          id: 'f',
          blob: 'b',
          name: 'f',
          type: 't',
          size: 7,
          sha256: hash('f'),
          by: '',
          createdAt: AT,
          actor: ada,
        }
        await bench.storage.files.add('d', file, { documentBytes: 9, documentFiles: 9, actorBytes: 9, actorFiles: 9 })
        expect(await adopt()).toBe(3)
        await bench.reopen()
        expect((await bench.storage.files.used('d', 'actor of eve')).actorBytes).toBe(7)
        const decision = { how: 'created', role: 'owner', at: AT }
        expect(await standing('d', 'actor of eve')).toEqual({ decision, links: [], name: '' })
        expect(await standing('bobs', 'actor of eve')).toMatchObject({
          decision: null,
          links: [{ link: 'bobs', role: 'editor' }],
          name: 'Ada',
        })
        expect((await standing('third', 'actor of eve')).decision?.role).toBe('editor')
        expect((await bench.storage.documents.find('d'))?.creator).toBe('actor of eve')
        expect((await bench.storage.access.links('d'))[0]?.createdBy).toBe('actor of eve')
        expect(await bench.storage.documents.bindClients('d', 'actor of eve', [77])).toEqual([])
        expect(await accounts().countGuestDocuments(hash(ada))).toBe(0)
        for (const id of ['d', 'bobs', 'third']) {
          expect(await standing(id, ada)).toEqual({ decision: null, links: [], name: '' })
        }
      })

      it('ends what was asked for where there is access by then, and nothing else that was', async () => {
        await add('eve')
        const { access } = bench.storage
        for (const id of ['mine', 'theirs']) {
          await bench.storage.documents.create({ id, keyHash: hash(id), creator: bob, at: AT, seed: null })
          await access.ask(id, { actor: 'actor of eve', name: 'Eve', message: '', at: AT }, 9)
        }
        await access.decide('mine', ada, { role: 'editor', by: bob, at: AT })
        await adopt()
        expect(await access.requests('mine')).toEqual([])
        expect((await access.requests('theirs')).map(({ actor }) => actor)).toEqual(['actor of eve'])
      })

      it('leaves who wrote what in the log as it is', async () => {
        await add('eve')
        await bench.create('d', update('seed'))
        await adopt()
        expect((await bench.storage.log.history('d', 1, 1))[0]?.actor).toBe(ada)
      })

      it('is laid beside what the account has: the higher decision, and the links it does not stand against', async () => {
        await add('eve')
        for (const id of ['one', 'two', 'three']) {
          await bench.storage.documents.create({ id, keyHash: hash(`key of ${id}`), creator: bob, at: AT, seed: null })
        }
        await decide('one', ada, 'commenter')
        await decide('one', 'actor of eve', 'viewer')
        await enter('two', 'actor of eve')
        await decide('two', ada, 'viewer', AT - 1)
        await enter('three', ada)
        await decide('three', 'actor of eve', null, AT + 1)
        await adopt()
        expect((await standing('one', 'actor of eve')).decision?.role).toBe('commenter')
        expect(await standing('two', 'actor of eve')).toMatchObject({
          decision: { role: 'viewer' },
          links: [{ link: 'two' }],
        })
        // Who was removed does not come back by having been a guest, too.
        expect(await standing('three', 'actor of eve')).toMatchObject({ decision: { how: 'removed' }, links: [] })
      })

      it('cannot be taken from another account, nor by one that there is not', async () => {
        await add('eve')
        await add('fay')
        await bench.create('d')
        expect(await accounts().adoptGuest('nobody', hash(ada), AT)).toBe(0)
        await adopt()
        expect(await accounts().adoptGuest('fay', hash('token of eve'), AT)).toBe(0)
        expect((await standing('d', 'actor of eve')).decision?.role).toBe('owner')
      })
    })
  })
}
