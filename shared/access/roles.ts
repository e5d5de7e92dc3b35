/** What an actor may be to one document, from the most to the least: each role may all that those after it may. */
export const ROLES = ['owner', 'editor', 'suggester', 'commenter', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** What a link can make of somebody. A document has one owner, who is never made by a link. */
export const LINK_ROLES = ['editor', 'suggester', 'commenter', 'viewer'] as const satisfies readonly Role[]
export type LinkRole = (typeof LINK_ROLES)[number]

/**
 * The whole permission matrix: the least role that may do each thing. The server decides by it; the page only hides by it.
 *
 * - `read`    the text, the title, and who is here; also be seen here
 * - `upload`  store a file with the document; whoever may `edit` may delete one
 * - `history` see who wrote when, and what the text was: more than somebody was given who may only read it
 * - `share`   see and change links and people, hand the document over
 */
const LEAST_ROLE = {
  read: 'viewer',
  comment: 'commenter',
  suggest: 'suggester',
  edit: 'editor',
  upload: 'editor',
  history: 'editor',
  rename: 'editor',
  share: 'owner',
  delete: 'owner',
} as const satisfies Record<string, Role>

export type Action = keyof typeof LEAST_ROLE

export const ACTIONS = Object.keys(LEAST_ROLE) as readonly Action[]

export function can(role: Role, action: Action): boolean {
  return isAtLeast(role, LEAST_ROLE[action])
}

export function isAtLeast(role: Role, other: Role): boolean {
  const rank = ROLES.indexOf(role)
  // What is no role may do nothing, wherever it came from.
  return rank !== -1 && rank <= ROLES.indexOf(other)
}

/** The one that may more; null stands for no role at all. */
export function higherRole<One extends Role, Other extends Role>(
  one: One | null,
  other: Other | null,
): One | Other | null {
  if (one === null || other === null) return one ?? other
  return isAtLeast(one, other) ? one : other
}

/** The role, or the ceiling where that is less; null for no role at all. */
export function lowerRole(role: Role | null, ceiling: Role): Role | null {
  return role !== null && isAtLeast(role, ceiling) ? ceiling : role
}
