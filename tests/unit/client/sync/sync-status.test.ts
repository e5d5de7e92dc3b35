import { describe, expect, it } from 'vitest'
import { saveStatus, type SyncFacts } from '../../../../client/sync/sync-status.ts'

const ONLINE: SyncFacts = {
  begun: true,
  loaded: true,
  joined: true,
  changes: 0,
  kept: true,
  connection: { name: 'online' },
  trouble: null,
}
const OFFLINE: SyncFacts = {
  ...ONLINE,
  connection: { name: 'offline', since: 0, attempt: 1, retryAt: 5000, code: null },
}

describe('save status', () => {
  it.each<[string, Partial<SyncFacts>, object]>([
    ['a blank page has nothing to save', { begun: false }, { name: 'blank' }],
    ['everything acknowledged is saved', {}, { name: 'saved' }],
    ['an unacknowledged change is being saved', { changes: 2 }, { name: 'saving', changes: 2 }],
    ['a text that is not here yet is opening', { loaded: false }, { name: 'opening' }],
    ['a text that the server has not spoken of yet is opening', { joined: false }, { name: 'opening' }],
    ['a change to such a text is being saved', { joined: false, changes: 1 }, { name: 'saving', changes: 1 }],
    [
      'a refused change is not saved, and says why',
      { changes: 1, trouble: 'storage-unavailable' },
      { name: 'not-saved', changes: 1, kept: true, code: 'storage-unavailable' },
    ],
    [
      'a document that was deleted is not saved, even with nothing waiting',
      { trouble: 'deleted' },
      { name: 'not-saved', changes: 0, kept: true, code: 'deleted' },
    ],
  ])('online: %s', (_what, facts, status) => {
    expect(saveStatus({ ...ONLINE, ...facts })).toEqual(status)
  })

  it.each<[string, Partial<SyncFacts>, object]>([
    ['a blank page has nothing to save', { begun: false }, { name: 'blank' }],
    ['nothing waits', {}, { name: 'offline', changes: 0, kept: true, retryAt: 5000 }],
    ['changes are kept', { changes: 3 }, { name: 'offline', changes: 3, kept: true, retryAt: 5000 }],
    ['changes are not kept', { changes: 3, kept: false }, { name: 'offline', changes: 3, kept: false, retryAt: 5000 }],
    ['an unknown document', { loaded: false }, { name: 'offline', changes: 0, kept: true, retryAt: 5000 }],
  ])('offline: %s', (_what, facts, status) => {
    expect(saveStatus({ ...OFFLINE, ...facts })).toEqual(status)
  })

  it('stays offline while another attempt is made, and is not offline during the first', () => {
    const connecting = (attempt: number) => ({
      ...ONLINE,
      connection: { name: 'connecting', since: 0, attempt } as const,
    })
    expect(saveStatus(connecting(2))).toEqual({ name: 'offline', changes: 0, kept: true, retryAt: null })
    expect(saveStatus({ ...connecting(1), changes: 1 })).toEqual({ name: 'saving', changes: 1 })
  })

  it('says that the server is full, or this page too old, instead of offline', () => {
    const full = { name: 'offline', since: 0, attempt: 1, retryAt: 1, code: 'server-full' } as const
    expect(saveStatus({ ...ONLINE, changes: 1, connection: full })).toMatchObject({
      name: 'not-saved',
      code: 'server-full',
    })
    const refused = { name: 'refused', code: 'too-old' } as const
    expect(saveStatus({ ...ONLINE, connection: refused })).toMatchObject({ name: 'not-saved', code: 'too-old' })
  })
})
