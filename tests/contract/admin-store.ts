import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/access/admin-answers.ts'
import { AUDIT_KEPT_MS } from '../../server/storage/admin-store.ts'
import type { NewAccount } from '../../server/storage/account-store.ts'
import { AT, ada, bob, hash, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

/** Every promise of `AdminStore`, and what others promise about the audit log, on one driver. */
export function adminStoreContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: administration`, () => {
    const bench = useStorage(makePlace)
    const { create } = bench
    const all = { search: '', before: null, limit: 100 }
    const eve = 'actor of eve'
    const add = (id: string, more: Partial<NewAccount> = {}) =>
      bench.storage.accounts.add({
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
    const start = (account: string, id: string, at = AT) => {
      const session = { id, account, tokenHash: hash(id), device: 'Firefox', at, passwordHash: `hash of ${account}` }
      return bench.storage.accounts.startSession(session, 9)
    }
    /** The deeds of now, oldest first, each as one line. */
    const deeds = async (search = ''): Promise<string[]> => {
      const entries = await bench.storage.admin.audit({ ...all, search })
      const line = ({ deed, by, about, document, link, detail }: AuditEntry): string =>
        [by?.actor ?? 'the operator', deed, about?.actor, document, link, detail]
          .filter((part) => part != null)
          .join(' ')
      return entries.map(line).toReversed()
    }

    describe('the audit log', () => {
      it('has every change of links, and none that changes nothing', async () => {
        const { access } = bench.storage
        await create('d')
        const fields = { role: 'viewer', label: null, expiresAt: null, passwordHash: null } as const
        const link = { id: 'view', secretHash: hash('view'), createdBy: ada, createdAt: AT, ...fields }
        for (let time = 0; time < 2; time++) {
          await access.addLink('d', link, 9)
          await access.rotateLink('d', 'd', hash('another'), ada, AT)
          await access.revokeLink('d', 'view', bob, AT)
        }
        for (let time = 0; time < 2; time++) await access.restoreLink('d', 'view', ada, AT)
        await access.revokeLink('d', 'never', ada, AT)
        await bench.reopen()
        expect(await deeds()).toEqual([
          'ada link-added d view viewer',
          'ada link-rotated d d editor',
          'bob link-revoked d view viewer',
          'ada link-restored d view viewer',
        ])
      })

      it('has what becomes of people in a document', async () => {
        const { access } = bench.storage
        await create('d')
        for (let time = 0; time < 2; time++) {
          await access.ask('d', { actor: bob, name: 'Bob', message: 'Let me in', at: AT }, 9)
        }
        await access.dismiss('d', bob, ada, AT)
        await access.dismiss('d', bob, ada, AT)
        for (let time = 0; time < 2; time++) await access.decide('d', bob, { role: 'viewer', by: ada, at: AT })
        await access.transfer('d', ada, bob, AT)
        await access.withdraw('d', ada, AT)
        await access.decide('d', ada, { role: null, by: bob, at: AT })
        expect(await deeds()).toEqual([
          'bob access-asked d',
          'ada request-declined bob d',
          'ada role-given bob d viewer',
          'ada owner-changed bob d',
          'ada access-given-up d',
        ])
      })

      it('has deleted documents, and what was taken out of them', async () => {
        await create('d')
        await bench.storage.admin.noteExport('d', bob, AT)
        await bench.storage.documents.delete('d', ada, AT)
        await bench.storage.documents.delete('d', ada, AT)
        expect(await deeds()).toEqual(['bob document-exported d', 'ada document-deleted d'])
      })

      it('has what becomes of accounts, by themselves and by others', async () => {
        const { accounts } = bench.storage
        await add('eve')
        await add('fay', { by: null })
        await add('eve')
        await start('eve', 's')
        await accounts.endSession('eve', 's', eve, AT)
        await accounts.endSession('eve', 's', eve, AT)
        await start('fay', 'f')
        await accounts.endSessions('fay', eve, AT)
        await accounts.setPassword('eve', { expected: 'hash of eve', passwordHash: 'new', kept: null, by: eve }, AT)
        await accounts.addReset('fay', { secretHash: hash('reset'), expiresAt: AT + 9, by: eve, at: AT })
        await accounts.useReset(hash('reset'), 'new', AT)
        await accounts.setAdmin('fay', true, eve, AT)
        await accounts.setAdmin('fay', false, eve, AT)
        await accounts.setSuspended('fay', true, eve, AT)
        await accounts.setSuspended('fay', false, eve, AT)
        await create('d')
        await accounts.adoptGuest('eve', hash(ada), AT)
        await accounts.endAllSessions(AT)
        expect(await deeds()).toEqual([
          `${eve} signed-up`,
          'the operator account-added actor of fay',
          `${eve} signed-in Firefox`,
          `${eve} session-ended`,
          'actor of fay signed-in Firefox',
          `${eve} all-sessions-ended actor of fay`,
          `${eve} password-changed`,
          `${eve} reset-link-made actor of fay`,
          'actor of fay password-reset',
          `${eve} admin-made actor of fay`,
          `${eve} admin-unmade actor of fay`,
          `${eve} account-suspended actor of fay`,
          `${eve} account-let-back actor of fay`,
          `${eve} documents-adopted ada 1`,
          'the operator all-sessions-ended',
        ])
      })

      it('has nothing of what changes nothing, so that nobody fills it by doing the same again', async () => {
        const { accounts } = bench.storage
        await add('eve')
        await add('fay')
        await create('d')
        const before = await deeds()
        for (let time = 0; time < 2; time++) {
          await accounts.setAdmin('fay', true, eve, AT)
          await accounts.setSuspended('fay', true, eve, AT)
          await accounts.endSessions('fay', eve, AT)
          await accounts.adoptGuest('eve', hash(bob), AT)
          await accounts.adoptGuest('eve', hash(ada), AT)
        }
        const since = (await deeds()).slice(before.length)
        expect(since).toEqual([
          `${eve} admin-made actor of fay`,
          `${eve} account-suspended actor of fay`,
          `${eve} documents-adopted ada 1`,
        ])
      })

      it('is found by document and by address, a page at a time, newest first', async () => {
        await add('eve')
        await create('d')
        await create('e')
        for (const id of ['d', 'e']) await bench.storage.admin.noteExport(id, eve, AT)
        expect(await deeds('e')).toHaveLength(3)
        expect(await deeds('d')).toHaveLength(1)
        expect(await deeds('EVE@')).toHaveLength(3)
        expect(await deeds('%')).toEqual([])
        const [first] = await bench.storage.admin.audit({ ...all, limit: 1 })
        expect(first).toMatchObject({ document: 'e', by: { actor: eve, email: 'eve@example.org' } })
        const rest = await bench.storage.admin.audit({ ...all, before: first?.place ?? null })
        expect(rest.map(({ document }) => document)).toEqual(['d', null])
      })

      it('is kept for a year', async () => {
        await create('d')
        await bench.storage.admin.noteExport('d', ada, AT)
        await bench.storage.admin.noteExport('d', ada, AT + 1)
        await bench.storage.admin.sweepAudit(AT + 1 + AUDIT_KEPT_MS)
        expect((await bench.storage.admin.audit(all)).map(({ at }) => at)).toEqual([AT + 1])
      })
    })

    describe('somebody who administers', () => {
      it('is always there', async () => {
        const { accounts } = bench.storage
        await add('eve')
        await add('fay')
        expect(await accounts.setAdmin('eve', false, eve, AT)).toBe('last-admin')
        expect(await accounts.setSuspended('eve', true, eve, AT)).toBe('last-admin')
        expect(await accounts.setSuspended('never', true, eve, AT)).toBe('unknown')
        expect(await accounts.setAdmin('fay', true, eve, AT)).toBe('done')
        expect(await accounts.setSuspended('fay', true, eve, AT)).toBe('done')
        expect(await accounts.setAdmin('eve', false, eve, AT)).toBe('last-admin')
        await accounts.setSuspended('fay', false, eve, AT)
        expect(await accounts.setAdmin('eve', false, eve, AT)).toBe('done')
        expect(await accounts.byId('eve')).toMatchObject({ isAdmin: false })
        expect(await accounts.byId('never')).toBeNull()
      })

      it('sees accounts and their sessions', async () => {
        const { admin, accounts } = bench.storage
        await add('eve')
        await add('fay', { passwordHash: null, at: AT + 1 })
        await start('eve', 's', AT + 5)
        await start('eve', 'ended')
        await accounts.endSession('eve', 'ended', eve, AT)
        const document = { id: 'd', keyHash: hash('d'), creator: eve, at: AT, seed: null }
        await bench.storage.documents.create(document)
        const [fay, found] = await admin.accounts(all)
        expect(fay).toMatchObject({ id: 'fay', hasPassword: false, isAdmin: false, documents: 0, lastUsedAt: null })
        expect(found).toMatchObject({ id: 'eve', email: 'eve@example.org', hasPassword: true, isAdmin: true })
        expect(found).toMatchObject({ documents: 1, lastUsedAt: AT + 5, suspendedAt: null })
        expect(await admin.accounts({ ...all, before: fay?.place ?? null })).toEqual([found])
        expect(await admin.accounts({ ...all, search: 'FAY@' })).toEqual([fay])
        const sessions = await admin.sessions(all, AT)
        expect(sessions).toMatchObject([{ id: 's', account: 'eve', email: 'eve@example.org', device: 'Firefox' }])
        expect(await admin.sessions({ ...all, search: 'fay' }, AT)).toEqual([])
        expect(await admin.usage()).toMatchObject({
          documents: 1,
          accounts: 2,
          guests: 2,
          sessions: 1,
          files: 0,
          fileBytes: 0,
        })
      })

      it('sees documents, and not what is in them', async () => {
        const { admin, documents, access } = bench.storage
        await add('eve')
        await create('gone')
        await documents.delete('gone', ada, AT)
        await create('empty')
        await create('d', update('Hello'), AT + 3)
        await documents.rename('d', 'Notes_1')
        await access.decide('d', bob, { role: 'viewer', by: ada, at: AT })
        const [listed, empty, ...rest] = await admin.documents(all)
        expect(rest).toEqual([])
        expect(listed).toMatchObject({ id: 'd', title: 'Notes_1', createdAt: AT + 3, editedAt: AT + 3 })
        expect(listed).toMatchObject({ owner: { actor: ada, email: null }, people: 2, links: 1 })
        expect(listed?.bytes).toBeGreaterThan(0)
        expect(empty).toMatchObject({ id: 'empty', title: null, editedAt: null, bytes: 0 })
        await access.transfer('d', ada, eve, AT)
        for (const search of ['eve@', 'notes_', 'd']) {
          expect((await admin.documents({ ...all, search })).map(({ id }) => id)).toEqual(['d'])
        }
        expect(await admin.documents({ ...all, search: 'notes%' })).toEqual([])
      })

      it('sees what is published, what is in the trash, and how much files take, each once', async () => {
        const { admin, documents, files, publications } = bench.storage
        await create('d', update('Hello'))
        const [before] = await admin.documents(all)
        expect(before).toMatchObject({ slug: null, trashedAt: null })
        const file = {
          id: 'f',
          blob: 'b',
          name: 'f',
          type: 't',
          size: 70,
          sha256: hash('f'),
          by: '',
          createdAt: AT,
          actor: ada,
        }
        await files.add('d', file, { documentBytes: 99, documentFiles: 9, actorBytes: 99, actorFiles: 9 })
        const filesOf = { document: 'd', actorFiles: 9 }
        await documents.create({ id: 'copy', keyHash: hash('k'), creator: ada, at: AT, seed: null, filesOf })
        await publications.publish('d', { slug: 'notes', description: null, by: ada, at: AT })
        await documents.trash('copy', ada, AT + 7)
        const [copy, listed] = await admin.documents(all)
        expect(copy).toMatchObject({ id: 'copy', bytes: 70, slug: null, trashedAt: AT + 7 })
        expect(listed).toMatchObject({ id: 'd', bytes: (before?.bytes ?? 0) + 70, slug: 'notes', trashedAt: null })
        expect(await admin.usage()).toMatchObject({ files: 1, fileBytes: 70 })
      })
    })

    it('tells which documents were deleted since a moment', async () => {
      const { documents } = bench.storage
      for (const id of ['d', 'e']) await create(id)
      await documents.delete('d', ada, AT)
      await documents.delete('e', ada, AT + 5)
      expect((await documents.heedDeleted(0)).toSorted()).toEqual(['d', 'e'])
      expect(await documents.heedDeleted(AT + 1)).toEqual(['e'])
    })

    it('keeps by which address somebody was given access, as long as they have it', async () => {
      const { access, accounts } = bench.storage
      await add('eve')
      await create('d')
      const emails = async () => (await access.people('d', 9)).map(({ email }) => email)
      await access.decide('d', eve, { role: 'viewer', by: ada, at: AT, email: 'eve@example.org' })
      await access.decide('d', eve, { role: 'editor', by: ada, at: AT })
      expect(await emails()).toEqual([null, 'eve@example.org'])
      await create('other')
      await access.decide('other', bob, { role: 'viewer', by: ada, at: AT })
      await access.enter('d', bob, { secretHash: hash('key of d'), name: 'Bob' }, AT)
      await accounts.adoptGuest('eve', hash(bob), AT)
      expect(await emails()).toEqual([null, 'eve@example.org'])
      await access.decide('d', eve, { role: null, by: ada, at: AT })
      expect(await emails()).toEqual([null, null])
    })
  })
}
