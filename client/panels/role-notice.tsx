import type { Role } from '../../shared/access/roles.ts'

const WORDS: Readonly<Record<Exclude<Role, 'owner' | 'editor'>, string>> = {
  suggester: 'You may suggest changes here. There are no suggestions yet, so for now you can only read.',
  commenter: 'You may comment here. There are no comments yet, so for now you can only read.',
  viewer: 'You can read this document, not change it.',
}

/** What somebody who may not change the text can do with it; null for whoever may. */
export function readOnlyWords(role: Role | null): string | null {
  return role === null || role === 'owner' || role === 'editor' ? null : WORDS[role]
}

/** Says that the text is read-only. */
export function RoleNotice({ role }: { readonly role: Role | null }) {
  const words = readOnlyWords(role)
  if (words === null) return null
  return (
    <div class="notice" role="note" aria-label="Read-only">
      <p class="notice-words">{words}</p>
    </div>
  )
}
