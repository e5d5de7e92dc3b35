import type { Role } from '../../shared/access/roles.ts'

const VERBS: Readonly<Record<Role, string>> = {
  owner: 'edit and share',
  editor: 'edit',
  suggester: 'suggest changes',
  commenter: 'comment',
  viewer: 'read',
}

/** What somebody of this role can do: "can edit". */
export function verbOf(role: Role): string {
  return VERBS[role]
}
