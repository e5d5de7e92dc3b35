import { expect, it } from 'vitest'
import { readOnlyWords } from '../../../../client/panels/role-notice.tsx'
import { ROLES, can } from '../../../../shared/access/roles.ts'

it('says of every role that may not edit that it can only read, and nothing of the others', () => {
  for (const role of ROLES) {
    if (can(role, 'edit')) expect(readOnlyWords(role)).toBeNull()
    else expect(readOnlyWords(role)).toMatch(/read/)
  }
  expect(readOnlyWords(null)).toBeNull()
})
