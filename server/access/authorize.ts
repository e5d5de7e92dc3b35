import { type Action, type Role, can } from '../../shared/access/roles.ts'
import { refuse } from '../../shared/protocol/errors.ts'

/** Who has which role in one document, at present. */
export interface DocumentAccess {
  /** Null for somebody who has none. */
  roleOf(actor: string): Role | null
}

export type Authorization =
  | { readonly ok: true; readonly role: Role }
  | { readonly ok: false; readonly code: 'not-found' | 'forbidden' }

/**
 * The one decision on who may do what, from present state. Somebody without a role learns nothing, not even that the document
 * exists.
 */
export function authorize(actor: string, document: DocumentAccess, action: Action): Authorization {
  const role = document.roleOf(actor)
  if (role === null) return refuse('not-found')
  return can(role, action) ? { ok: true, role } : refuse('forbidden')
}
