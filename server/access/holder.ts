import { type Role, lowerRole } from '../../shared/access/roles.ts'
import type { AccessStore } from '../storage/access-store.ts'
import type { Visitor } from './admission.ts'
import { roleIn } from './standing.ts'

/** Somebody who has a role in a document that is not in the trash. */
export interface Holder {
  readonly actor: string
  readonly role: Role
  /** As they were called in it last; '' when that was never said. */
  readonly name: string
}

/** What a visitor is to a document at a moment, by what they have, without coming by a link; null for who is nothing to it. */
export async function holderOf(
  access: Pick<AccessStore, 'find'>,
  { tokenHash, ceiling }: Visitor,
  document: string,
  now: number,
): Promise<Holder | null> {
  const { actor, standing } = await access.find(document, tokenHash, null)
  const role = ceiling === null ? null : lowerRole(roleIn(standing, now), ceiling)
  return actor === null || role === null ? null : { actor, role, name: standing.name }
}
