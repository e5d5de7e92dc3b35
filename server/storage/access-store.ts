import { type LinkRole, type Role, isAtLeast } from '../../shared/access/roles.ts'

/**
 * Who may do what with each document: its share links, what people got by them or were given, and who asks for access. Part
 * of `Storage`, whose promises hold here too. In a document that is gone there is nothing, and nothing is changed. Times are
 * milliseconds since the Unix epoch.
 *
 * Who did what is kept in the audit log (`admin-store.ts`), in the transaction of the change; `by` is the actor who does it.
 *
 * What the owner decides about a person stands against every link that there was by then; a link made (or rotated) later
 * counts anew. Whether a link or what came by it has expired is for the caller to see, who has the time.
 */
export interface AccessStore {
  /** What a visitor has who comes with a token and perhaps a link's secret (both hashed). As much work when there is nothing. */
  find(document: string, tokenHash: Uint8Array, secretHash: Uint8Array | null): Promise<Found>

  /** What an actor has. */
  standing(document: string, actor: string): Promise<Standing>

  /**
   * Exchanges a link for a grant: the actor has the link's role from now on, as long as the link lasts. Nothing is granted by a
   * link that is revoked, that a decision stands against, or that gives no more than was decided. The link was used `at`; a
   * name, if there is one, is kept. Resolves to what the actor has then.
   */
  enter(document: string, actor: string, visit: Visit, at: number): Promise<Standing>

  /** The links that are not revoked, oldest first. */
  links(document: string): Promise<ShareLink[]>

  /**
   * `known`: it was added before, with the same secret, and stays as it is; `taken`: its id or secret is another link's;
   * `full`: the document has `limit` links, those counted that were revoked lately.
   */
  addLink(document: string, link: NewShareLink, limit: number): Promise<'added' | 'known' | 'taken' | 'full'>

  /** Revokes a link `at`. False when there is no such link. */
  revokeLink(document: string, link: string, by: string, at: number): Promise<boolean>

  /** Takes a revoke back, `at`. False when there is no such link, or it was revoked longer ago than that can be taken back. */
  restoreLink(document: string, link: string, by: string, at: number): Promise<boolean>

  /**
   * Gives a link a new secret, as if it was made `at`: what came by it ends. With the secret that it has, nothing changes
   * (`known`). Refused when there is no such link that is not revoked, or the secret is another link's.
   */
  rotateLink(
    document: string,
    link: string,
    secretHash: Uint8Array,
    by: string,
    at: number,
  ): Promise<'rotated' | 'known' | 'refused'>

  /** Everybody who has something, or was removed: what was decided first, then the newest; at most `limit`. */
  people(document: string, limit: number): Promise<PersonRecord[]>

  /** Decides what an actor has, instead of all they had. They ask no more. */
  decide(document: string, actor: string, decision: NewDecision): Promise<void>

  /** Makes `to` the owner, and the present owner an editor. False when `from` is not the owner. */
  transfer(document: string, from: string, to: string, at: number): Promise<boolean>

  /** The actor gives up what they have. A decision about them goes on standing against links. */
  withdraw(document: string, actor: string, at: number): Promise<void>

  /** Notes that an actor asks for access. False when there is no such document, or `limit` others ask already. */
  ask(document: string, asking: AccessRequest, limit: number): Promise<boolean>

  /** Who asks, oldest first. */
  requests(document: string): Promise<AccessRequest[]>

  /** The actor asks no more: `by` turned them down. */
  dismiss(document: string, actor: string, by: string, at: number): Promise<void>
}

export interface Found {
  /** Null when the token was never seen. */
  readonly actor: string | null
  readonly standing: Standing
  /** With this secret; it may be revoked or have expired. */
  readonly link: ShareLink | null
}

/** What one actor has in one document. */
export interface Standing {
  /** What was decided; null when nothing was, and links alone count. */
  readonly decision: Decision | null
  /** By links that are not revoked. */
  readonly links: readonly LinkGrant[]
  /** As they were called here last; '' when that was never said. */
  readonly name: string
}

/** Somebody created the document, or was given a role by its owner, or was removed. */
export type Decision = { readonly at: number } & (
  | { readonly how: 'created' | 'given'; readonly role: Role }
  | { readonly how: 'removed'; readonly role: null }
)

export interface NewDecision {
  /** Null for nothing. */
  readonly role: Role | null
  readonly by: string
  readonly at: number
  /** The address of the account, when that is what they were named by: kept as long as they have something. */
  readonly email?: string | null
}

export interface LinkGrant {
  readonly link: string
  readonly role: LinkRole
  readonly expiresAt: number | null
}

export interface Visit {
  /** Of the link that they come by. */
  readonly secretHash: Uint8Array | null
  readonly name: string | null
}

export interface ShareLink {
  /** Known by it in its document. The first link has the document's own id. */
  readonly id: string
  readonly role: LinkRole
  readonly label: string | null
  readonly expiresAt: number | null
  /** As `server/access/passwords.ts` writes it. */
  readonly passwordHash: string | null
  /** An actor. */
  readonly createdBy: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
}

export interface NewShareLink extends Omit<ShareLink, 'lastUsedAt' | 'revokedAt'> {
  /** SHA-256. */
  readonly secretHash: Uint8Array
}

export interface PersonRecord extends Standing {
  readonly actor: string
  /** Since when they have something here, or when it was decided. */
  readonly at: number
  /** The owner gave them access by it; null when they came otherwise. */
  readonly email: string | null
}

export interface AccessRequest {
  readonly actor: string
  readonly name: string
  /** To the owner; '' for none. */
  readonly message: string
  readonly at: number
}

/** `lastUsedAt` is this coarse, so that joining by a link again is not a write. */
export const LAST_USED_STEP_MS = 60 * 1000

/** A link revoked so long ago is forgotten when another is added: nobody takes that back any more. */
export const REVOKED_LINK_KEPT_MS = 24 * 60 * 60 * 1000

/** Whether a link gives somebody anything beside what was decided about them: it is newer than that, and more. */
export function adds({ createdAt, role }: Pick<ShareLink, 'createdAt' | 'role'>, decision: Decision | null): boolean {
  if (decision === null) return true
  return decision.at < createdAt && (decision.role === null || !isAtLeast(decision.role, role))
}
