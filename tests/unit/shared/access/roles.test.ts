import { describe, expect, it } from 'vitest'
import { ACTIONS, LINK_ROLES, ROLES, can, higherRole, isAtLeast } from '../../../../shared/access/roles.ts'

/** Written out: the code says it as a least role for each action. */
const MATRIX = {
  owner: ['read', 'comment', 'suggest', 'edit', 'upload', 'history', 'rename', 'share', 'delete'],
  editor: ['read', 'comment', 'suggest', 'edit', 'upload', 'history', 'rename'],
  suggester: ['read', 'comment', 'suggest'],
  commenter: ['read', 'comment'],
  viewer: ['read'],
}

describe('the permission matrix', () => {
  it.each(ROLES)('lets a %s do what it says and nothing else', (role) => {
    expect(ACTIONS.filter((action) => can(role, action))).toEqual(MATRIX[role])
  })

  it('has no link that makes an owner', () => {
    expect(LINK_ROLES).toEqual(ROLES.filter((role) => role !== 'owner'))
  })
})

describe('of two roles', () => {
  it('the higher one is that which may more, in whichever order they are asked', () => {
    for (const [at, role] of ROLES.entries()) {
      for (const [otherAt, other] of ROLES.entries()) {
        expect(isAtLeast(role, other)).toBe(at <= otherAt)
        expect(higherRole(role, other)).toBe(ROLES[Math.min(at, otherAt)])
      }
      expect(higherRole(null, role)).toBe(role)
      expect(higherRole(role, null)).toBe(role)
    }
    expect(higherRole(null, null)).toBeNull()
  })
})
