/** What an actor is to one document. */
export type Role = 'owner' | 'editor'

export type Action = 'read' | 'edit' | 'rename' | 'delete'

/** The whole permission matrix. The server decides by it; the page only hides by it. */
const MATRIX: Readonly<Record<Role, readonly Action[]>> = {
  owner: ['read', 'edit', 'rename', 'delete'],
  editor: ['read', 'edit', 'rename'],
}

export function can(role: Role, action: Action): boolean {
  return MATRIX[role].includes(action)
}
