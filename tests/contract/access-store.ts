import { describe, expect, it } from 'vitest'
import type { Role } from '../../shared/access/roles.ts'
import { REVOKED_LINK_KEPT_MS, type NewShareLink } from '../../server/storage/access-store.ts'
import { AT, ada, bob, hash, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

const MINUTE_MS = 60_000
const NOTHING = { decision: null, links: [], name: '' }

/** Every promise of `AccessStore`, on one driver. In these documents, Ada is the owner. */
export function accessStoreContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: who may do what`, () => {
    const bench = useStorage(makePlace)
    const { create, reopen } = bench
    const linkNamed = (id: string, more: Partial<NewShareLink> = {}): NewShareLink => ({
      id,
      secretHash: hash(`secret of ${id}`),
      role: 'viewer',
      label: null,
      expiresAt: null,
      passwordHash: null,
      createdBy: ada,
      createdAt: AT,
      ...more,
    })
    const secretOf = (link: string) => hash(link === 'd' ? 'key of d' : `secret of ${link}`)
    const add = (id: string, more: Partial<NewShareLink> = {}, limit = 100) =>
      bench.storage.access.addLink('d', linkNamed(id, more), limit)
    const enter = (actor: string, link: string | null, at = AT, as: string | null = null) =>
      bench.storage.access.enter('d', actor, { secretHash: link === null ? null : secretOf(link), name: as }, at)
    const decide = (actor: string, role: Role | null, at = AT) =>
      bench.storage.access.decide('d', actor, { role, by: ada, at })
    const standing = (actor: string) => bench.storage.access.standing('d', actor)
    const linkIds = async () => (await bench.storage.access.links('d')).map(({ id }) => id)
    const carol = async () => bench.storage.actors.resolve(hash('carol'), 'carol', AT)

    describe('a new document', () => {
      it('has one link, which is its key and lets anybody edit, and its creator as the owner', async () => {
        await create('d')
        const first = {
          id: 'd',
          role: 'editor',
          label: null,
          expiresAt: null,
          passwordHash: null,
          createdBy: ada,
          createdAt: AT,
          lastUsedAt: null,
          revokedAt: null,
        }
        expect(await bench.storage.access.links('d')).toEqual([first])
        const owner = { decision: { how: 'created', role: 'owner', at: AT }, links: [], name: '' }
        expect(await bench.storage.access.find('d', hash(ada), hash('key of d'))).toEqual({
          actor: ada,
          standing: owner,
          link: first,
        })
        expect(await bench.storage.access.people('d', 9)).toEqual([{ actor: ada, at: AT, email: null, ...owner }])
        expect(await standing(bob)).toEqual(NOTHING)
      })
    })

    describe('a visitor', () => {
      it('is nobody to a document that is not there, or was deleted, or with another secret', async () => {
        await create('d')
        await create('gone')
        await bench.storage.documents.delete('gone', 'ada', AT)
        const nobody = { actor: ada, standing: NOTHING, link: null }
        expect(await bench.storage.access.find('never', hash(ada), hash('key of d'))).toEqual(nobody)
        expect(await bench.storage.access.find('gone', hash(ada), hash('key of gone'))).toEqual(nobody)
        const stranger = { actor: null, standing: NOTHING, link: null }
        expect(await bench.storage.access.find('d', hash('nobody'), hash('no key'))).toEqual(stranger)
        expect(await bench.storage.access.find('d', hash('nobody'), null)).toEqual(stranger)
        expect(await bench.storage.access.find('d', hash(bob), hash('key of another'))).toMatchObject({ link: null })
      })

      it('has the role of a link from the moment of entering by it, and keeps it without the link', async () => {
        await create('d')
        await add('view', { expiresAt: AT + 5, label: 'Class' })
        const held = { decision: null, links: [{ link: 'view', role: 'viewer', expiresAt: AT + 5 }], name: 'Bob' }
        expect(await enter(bob, 'view', AT + 1)).toMatchObject({ name: '', links: held.links })
        expect(await enter(bob, null, AT + 2, 'Bob')).toEqual(held)
        await reopen()
        expect(await bench.storage.access.find('d', hash(bob), null)).toEqual({
          actor: bob,
          standing: held,
          link: null,
        })
        expect(await bench.storage.access.people('d', 9)).toEqual([
          expect.objectContaining({ actor: ada }),
          { actor: bob, at: AT + 1, email: null, ...held },
        ])
      })

      it('has what several links give, each once', async () => {
        await create('d')
        await add('view')
        for (const link of ['view', 'd', 'view']) await enter(bob, link)
        expect((await standing(bob)).links.map(({ link }) => link)).toEqual(['d', 'view'])
      })

      it('gets nothing by a link that is not there or was revoked, nor in a document that is gone', async () => {
        await create('d')
        await add('view')
        await bench.storage.access.revokeLink('d', 'view', ada, AT)
        expect(await enter(bob, 'view', AT, 'Bob')).toEqual(NOTHING)
        expect(await enter(bob, 'never')).toEqual(NOTHING)
        expect(await bench.storage.access.people('d', 9)).toHaveLength(1)
        expect(await bench.storage.access.enter('never', bob, { secretHash: secretOf('d'), name: null }, AT)).toEqual(
          NOTHING,
        )
      })

      it('marks a link as used, to the minute', async () => {
        await create('d')
        const usedAt = async () => (await bench.storage.access.links('d')).map(({ lastUsedAt }) => lastUsedAt)
        await enter(bob, 'd', AT + 1)
        await enter(bob, 'd', AT + 2)
        expect(await usedAt()).toEqual([AT + 1])
        await enter(bob, 'd', AT + 1 + MINUTE_MS)
        expect(await usedAt()).toEqual([AT + 1 + MINUTE_MS])
      })
    })

    describe('links', () => {
      it('are listed as they were made, without their secrets, and keep all that was said of them', async () => {
        await create('d')
        const link = linkNamed('one', { role: 'commenter', label: 'Ünï', expiresAt: AT + 9, passwordHash: 'hashed' })
        expect(await bench.storage.access.addLink('d', { ...link, createdAt: AT + 1 }, 9)).toBe('added')
        const { secretHash, ...listed } = link
        expect((await bench.storage.access.links('d')).at(1)).toEqual({
          ...listed,
          createdAt: AT + 1,
          lastUsedAt: null,
          revokedAt: null,
        })
        const found = await bench.storage.access.find('d', hash('nobody'), secretHash)
        expect(found.link?.id).toBe('one')
        expect(await bench.storage.access.links('never')).toEqual([])
      })

      it('are added once, however often that is asked, and none with another’s id or secret', async () => {
        await create('d')
        expect(await add('one')).toBe('added')
        expect(await add('one', { role: 'editor' })).toBe('known')
        expect((await bench.storage.access.links('d')).at(1)?.role).toBe('viewer')
        expect(await add('one', { secretHash: hash('another') })).toBe('taken')
        expect(await add('two', { secretHash: hash('secret of one') })).toBe('taken')
        expect(await add('two', { secretHash: hash('key of d') })).toBe('taken')
        await bench.storage.access.revokeLink('d', 'one', ada, AT)
        expect(await add('one')).toBe('taken')
        expect(await bench.storage.access.addLink('never', linkNamed('one'), 9)).toBe('taken')
      })

      it('are so many at most, those counted that were revoked lately', async () => {
        await create('d')
        await add('one', {}, 2)
        expect(await add('two', {}, 2)).toBe('full')
        await enter(bob, 'one')
        await bench.storage.access.revokeLink('d', 'one', ada, AT + 1)
        const later = AT + 1 + REVOKED_LINK_KEPT_MS
        expect(await add('two', { createdAt: later }, 2)).toBe('full')
        expect(await add('two', { createdAt: later + 1 }, 2)).toBe('added')
        expect(await linkIds()).toEqual(['d', 'two'])
        expect(await bench.storage.access.restoreLink('d', 'one', ada, later)).toBe(false)
      })

      it('take back what they gave when they are revoked, and give it again when that is taken back', async () => {
        await create('d')
        await add('view')
        await enter(bob, 'view')
        await enter(bob, 'd')
        expect(await bench.storage.access.revokeLink('d', 'd', ada, AT + 1)).toBe(true)
        expect((await standing(bob)).links.map(({ link }) => link)).toEqual(['view'])
        expect((await bench.storage.access.find('d', hash(bob), hash('key of d'))).link?.revokedAt).toBe(AT + 1)
        expect(await linkIds()).toEqual(['view'])
        const late = AT + 1 + REVOKED_LINK_KEPT_MS
        expect(await bench.storage.access.restoreLink('d', 'd', ada, late + 1)).toBe(false)
        expect(await linkIds()).toEqual(['view'])
        for (let twice = 0; twice < 2; twice++)
          expect(await bench.storage.access.restoreLink('d', 'd', ada, late)).toBe(true)
        expect(await bench.storage.access.restoreLink('d', 'never', ada, AT)).toBe(false)
        expect((await standing(bob)).links.map(({ link }) => link)).toEqual(['d', 'view'])
        expect(await bench.storage.access.revokeLink('d', 'never', ada, AT)).toBe(false)
        expect(await bench.storage.access.revokeLink('never', 'd', ada, AT)).toBe(false)
      })

      it('rotate: another secret opens them, and what came by the old one ends', async () => {
        await create('d')
        await add('view')
        await enter(bob, 'view')
        const { access } = bench.storage
        expect(await access.rotateLink('d', 'view', hash('fresh'), ada, AT + 5)).toBe('rotated')
        expect(await standing(bob)).toEqual(NOTHING)
        expect((await access.find('d', hash(bob), hash('secret of view'))).link).toBeNull()
        const fresh = { id: 'view', createdAt: AT + 5, lastUsedAt: null }
        expect((await access.find('d', hash(bob), hash('fresh'))).link).toMatchObject(fresh)
        // Of somebody who was on the way with the old one nothing comes.
        expect(await enter(bob, 'view')).toEqual(NOTHING)
        await access.enter('d', bob, { secretHash: hash('fresh'), name: null }, AT + 8)
        expect(await access.rotateLink('d', 'view', hash('fresh'), ada, AT + 9)).toBe('known')
        expect((await standing(bob)).links).toHaveLength(1)
        expect(await access.rotateLink('d', 'view', hash('key of d'), ada, AT)).toBe('refused')
        expect(await access.rotateLink('d', 'never', hash('x'), ada, AT)).toBe('refused')
        await access.revokeLink('d', 'view', ada, AT)
        expect(await access.rotateLink('d', 'view', hash('x'), ada, AT)).toBe('refused')
      })
    })

    describe('a decision about a person', () => {
      it('stands in place of all that links gave, and against the links of then', async () => {
        await create('d')
        await enter(bob, 'd', AT, 'Bob')
        await decide(bob, 'viewer', AT + 1)
        const demoted = { decision: { how: 'given', role: 'viewer', at: AT + 1 }, links: [], name: 'Bob' }
        expect(await standing(bob)).toEqual(demoted)
        expect(await enter(bob, 'd', AT + 2)).toEqual(demoted)
        expect((await bench.storage.access.links('d')).map(({ lastUsedAt }) => lastUsedAt)).toEqual([AT])
        await decide(bob, null, AT + 3)
        expect(await enter(bob, 'd', AT + 4)).toEqual({
          decision: { how: 'removed', role: null, at: AT + 3 },
          links: [],
          name: 'Bob',
        })
      })

      it('does not stand against a link that is newer, as far as that gives more', async () => {
        await create('d')
        await decide(bob, 'commenter', AT + 1)
        await add('same', { role: 'commenter', createdAt: AT + 2 })
        await add('then', { role: 'editor', createdAt: AT + 1 })
        await add('more', { role: 'suggester', createdAt: AT + 2 })
        for (const link of ['same', 'then', 'more']) await enter(bob, link, AT + 3)
        expect((await standing(bob)).links.map(({ link }) => link)).toEqual(['more'])
        await bench.storage.access.rotateLink('d', 'then', hash('rotated'), ada, AT + 4)
        await bench.storage.access.enter('d', bob, { secretHash: hash('rotated'), name: null }, AT + 5)
        expect((await standing(bob)).links.map(({ link }) => link)).toEqual(['then', 'more'])
      })

      it('gives a role to somebody who never came', async () => {
        await create('d')
        await decide(bob, 'editor', AT + 1)
        expect(await standing(bob)).toEqual({
          decision: { how: 'given', role: 'editor', at: AT + 1 },
          links: [],
          name: '',
        })
        await bench.storage.access.decide('never', bob, { role: 'editor', by: ada, at: AT })
        expect(await bench.storage.access.standing('never', bob)).toEqual(NOTHING)
      })

      it('makes another the owner, and the owner an editor', async () => {
        await create('d')
        await enter(bob, 'd')
        const { access } = bench.storage
        expect(await access.transfer('d', bob, ada, AT + 1)).toBe(false)
        expect(await access.transfer('d', ada, bob, AT + 1)).toBe(true)
        expect((await standing(ada)).decision).toEqual({ how: 'given', role: 'editor', at: AT + 1 })
        expect((await standing(bob)).decision).toEqual({ how: 'given', role: 'owner', at: AT + 1 })
        expect(await access.transfer('d', ada, bob, AT + 2)).toBe(false)
        expect(await access.transfer('never', ada, bob, AT)).toBe(false)
      })
    })

    describe('a person', () => {
      it('gives up what links gave, and may come by them again', async () => {
        await create('d')
        await enter(bob, 'd', AT, 'Bob')
        await bench.storage.access.withdraw('d', bob, AT + 1)
        expect(await standing(bob)).toEqual(NOTHING)
        expect(await bench.storage.access.people('d', 9)).toHaveLength(1)
        expect((await enter(bob, 'd')).links).toHaveLength(1)
      })

      it('who gives up what was decided is as if removed: no link of then leads back', async () => {
        await create('d')
        await decide(bob, 'viewer', AT + 1)
        await bench.storage.access.withdraw('d', bob, AT + 2)
        expect((await enter(bob, 'd', AT + 3)).decision).toEqual({ how: 'removed', role: null, at: AT + 2 })
        await bench.storage.access.withdraw('d', await carol(), AT)
        expect(await standing('carol')).toEqual(NOTHING)
      })

      it('stands in a list: the owner first, then who was decided about, then the newest, up to a limit', async () => {
        await create('d')
        await carol()
        await enter(bob, 'd', AT + 5)
        await decide('carol', null, AT + 1)
        const actors = async (limit: number) =>
          (await bench.storage.access.people('d', limit)).map(({ actor }) => actor)
        expect(await actors(9)).toEqual([ada, 'carol', bob])
        expect(await actors(2)).toEqual([ada, 'carol'])
        expect(await bench.storage.access.people('never', 9)).toEqual([])
      })
    })

    describe('a request for access', () => {
      it('is kept once for each person, so many at most, until it is decided or dismissed', async () => {
        await create('d')
        await carol()
        const { access } = bench.storage
        const ask = (actor: string, name: string, at: number, message = '') =>
          access.ask('d', { actor, name, message, at }, 2)
        expect(await ask(bob, 'Bob', AT + 1)).toBe(true)
        expect(await ask('carol', 'Carol', AT + 2)).toBe(true)
        expect(await ask(ada, 'Ada', AT + 3)).toBe(false)
        expect(await ask(bob, 'Robert', AT + 4, 'It is me')).toBe(true)
        expect(await access.requests('d')).toEqual([
          { actor: 'carol', name: 'Carol', message: '', at: AT + 2 },
          { actor: bob, name: 'Robert', message: 'It is me', at: AT + 4 },
        ])
        await access.dismiss('d', 'carol', ada, AT + 5)
        await decide(bob, 'viewer', AT + 5)
        expect(await access.requests('d')).toEqual([])
        expect((await standing(bob)).name).toBe('Robert')
        expect(await access.ask('never', { actor: bob, name: 'Bob', message: '', at: AT }, 9)).toBe(false)
        expect(await access.requests('never')).toEqual([])
      })
    })

    describe('a document that goes', () => {
      it('takes all of it with it when it is deleted', async () => {
        await create('d')
        await enter(bob, 'd')
        const { access } = bench.storage
        await access.ask('d', { actor: bob, name: 'Bob', message: '', at: AT }, 9)
        await bench.storage.documents.delete('d', 'ada', AT)
        expect(await access.links('d')).toEqual([])
        expect(await access.people('d', 9)).toEqual([])
        expect(await access.requests('d')).toEqual([])
        expect(await standing(ada)).toEqual(NOTHING)
      })

      it('takes all of it with it when it is swept, and another of its name begins anew', async () => {
        await create('d')
        await enter(bob, 'd')
        await bench.storage.access.ask('d', { actor: bob, name: 'Bob', message: '', at: AT }, 9)
        expect(await bench.storage.documents.sweepUnedited(AT + 1, [])).toBe(1)
        await create('d')
        expect(await standing(bob)).toEqual(NOTHING)
        expect(await bench.storage.access.requests('d')).toEqual([])
      })
    })
  })
}
