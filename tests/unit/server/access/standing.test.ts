import { describe, expect, it } from 'vitest'
import type { LinkRole, Role } from '../../../../shared/access/roles.ts'
import { isLive, roleChangesAt, roleIn } from '../../../../server/access/standing.ts'
import type { ShareLink, Standing } from '../../../../server/storage/access-store.ts'

const NOW = 1000

const having = (given: Role | null, ...links: [LinkRole, number | null][]): Standing => ({
  decision: given === null ? null : { how: 'given', role: given, at: 0 },
  links: links.map(([role, expiresAt], index) => ({ link: String(index), role, expiresAt })),
  name: '',
})

describe('the role that somebody has', () => {
  it('is the highest of what was decided and what links give', () => {
    expect(roleIn(having(null), NOW)).toBeNull()
    expect(roleIn(having('commenter'), NOW)).toBe('commenter')
    expect(roleIn(having('commenter', ['viewer', null], ['editor', null]), NOW)).toBe('editor')
    expect(roleIn(having('owner', ['editor', null]), NOW)).toBe('owner')
    expect(roleIn({ ...having(null), decision: { how: 'removed', role: null, at: 0 } }, NOW)).toBeNull()
  })

  it('ends with the link that gave it, in the very millisecond', () => {
    expect(roleIn(having(null, ['editor', NOW + 1]), NOW)).toBe('editor')
    expect(roleIn(having(null, ['editor', NOW]), NOW)).toBeNull()
    expect(roleIn(having(null, ['editor', NOW], ['viewer', NOW + 1]), NOW)).toBe('viewer')
  })

  it('changes next when the first of the links does that has not expired yet', () => {
    expect(roleChangesAt(having('viewer'), NOW)).toBe(Infinity)
    const links = having(null, ['editor', NOW], ['viewer', NOW + 9], ['commenter', NOW + 5], ['viewer', null])
    expect(roleChangesAt(links, NOW)).toBe(NOW + 5)
  })
})

describe('a link', () => {
  it('lets nobody in once it is revoked, or from the time on at which it expires', () => {
    const link = { expiresAt: null, revokedAt: null } as ShareLink
    expect(isLive(link, NOW)).toBe(true)
    expect(isLive({ ...link, expiresAt: NOW + 1 }, NOW)).toBe(true)
    expect(isLive({ ...link, expiresAt: NOW }, NOW)).toBe(false)
    expect(isLive({ ...link, revokedAt: NOW + 5 }, NOW)).toBe(false)
  })
})
