import type { DocumentsSocket, Membership } from './socket-server.ts'

/** Null for a document that was not joined, or whose room ended for this member. */
export function membershipOf({ data }: DocumentsSocket, document: string): Membership | null {
  const membership = data.memberships.get(document)
  return membership === undefined || membership.member.gone ? null : membership
}
