import { timingSafeEqual } from 'node:crypto'
import { type Action, type Role, can } from '../../shared/access/roles.ts'
import { refuse } from '../../shared/protocol/errors.ts'
import type { DocumentRecord } from '../storage/storage.ts'

/** What somebody comes with: who they are, and the hash of the key they hold. */
export interface Credentials {
  readonly actor: string
  readonly keyHash: Uint8Array
}

export type Authorization =
  | { readonly ok: true; readonly role: Role }
  | { readonly ok: false; readonly code: 'not-found' | 'forbidden' }

/** Whether there is such a document and this key opens it: what is asked before a stranger is noted as an actor. */
export function opens(document: DocumentRecord | null, keyHash: Uint8Array): boolean {
  return (
    document !== null &&
    document.deletedAt === null &&
    keyHash.byteLength === document.keyHash.byteLength &&
    timingSafeEqual(keyHash, document.keyHash)
  )
}

/**
 * The one decision on who may do what, from the document's present state. Somebody without the key learns nothing, not even
 * that the document exists.
 */
export function authorize(document: DocumentRecord | null, credentials: Credentials, action: Action): Authorization {
  const role = document === null ? null : roleOf(document, credentials)
  if (role === null) return refuse('not-found')
  return can(role, action) ? { ok: true, role } : refuse('forbidden')
}

function roleOf(document: DocumentRecord, { actor, keyHash }: Credentials): Role | null {
  if (!opens(document, keyHash)) return null
  return actor === document.creator ? 'owner' : 'editor'
}
