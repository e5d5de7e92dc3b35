import type { Role } from '../../shared/access/roles.ts'
import { words } from './document-words.ts'

/** What somebody who may not change the text can do with it; null for whoever may. */
export function readOnlyWords(role: Role | null): string | null {
  return role === null || role === 'owner' || role === 'editor' ? null : words[role]
}

/** Says that the text is read-only. */
export function RoleNotice({ role }: { readonly role: Role | null }) {
  const reason = readOnlyWords(role)
  if (reason === null) return null
  return (
    <div class="notice" role="note" aria-label={words.readOnly}>
      <p class="notice-words">{reason}</p>
    </div>
  )
}
