import type { Role } from '../../shared/access/roles.ts'
import { roles as english } from '../words/en/roles.ts'
import { wordsOf } from '../words/words.ts'

const roles = wordsOf('roles', english)

/** What somebody of this role can do: "can edit". */
export function verbOf(role: Role): string {
  return roles.verbs[role]
}

export function roleName(role: Role): string {
  return roles.names[role]
}
