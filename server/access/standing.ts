import { type Role, higherRole } from '../../shared/access/roles.ts'
import type { ShareLink, Standing } from '../storage/access-store.ts'

/** The role that somebody has at a moment, by all that they have; null for none. */
export function roleIn({ decision, links }: Standing, now: number): Role | null {
  let role: Role | null = decision?.role ?? null
  for (const link of links) if (!hasExpired(link, now)) role = higherRole(role, link.role)
  return role
}

/** When the role may become another by itself; Infinity when it stays. */
export function roleChangesAt({ links }: Standing, now: number): number {
  let next = Infinity
  for (const { expiresAt } of links) if (expiresAt !== null && expiresAt > now) next = Math.min(next, expiresAt)
  return next
}

/** Whether a link lets anybody in at a moment. */
export function isLive(link: ShareLink, now: number): boolean {
  return link.revokedAt === null && !hasExpired(link, now)
}

function hasExpired({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean {
  return expiresAt !== null && expiresAt <= now
}
