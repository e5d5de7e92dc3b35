import type {
  AccessRequest,
  AccessStore,
  Decision,
  NewDecision,
  NewShareLink,
  PersonRecord,
  ShareLink,
  Standing,
  Visit,
} from '../../server/storage/access-store.ts'
import { LAST_USED_STEP_MS, REVOKED_LINK_KEPT_MS, adds } from '../../server/storage/access-store.ts'

interface StoredLink extends ShareLink {
  readonly secret: string
}

interface StoredPerson {
  readonly decision: Decision | null
  readonly links: readonly string[]
  readonly name: string
  readonly at: number
  readonly email: string | null
}

/** One document's links and people. Nothing in it is changed in place, so a copy of the three maps is a backup. */
export class MemoryAccess {
  #links: ReadonlyMap<string, StoredLink> = new Map()
  #people: ReadonlyMap<string, StoredPerson> = new Map()
  #requests: ReadonlyMap<string, AccessRequest> = new Map()

  static create({ id, keyHash, creator, at }: { id: string; keyHash: Uint8Array; creator: string; at: number }) {
    const access = new MemoryAccess()
    const first = { id, role: 'editor', label: null, expiresAt: null, passwordHash: null } as const
    access.addLink({ ...first, secretHash: keyHash, createdBy: creator, createdAt: at }, 1)
    access.#setPerson(creator, {
      decision: { how: 'created', role: 'owner', at },
      links: [],
      name: '',
      at,
      email: null,
    })
    return access
  }

  copy(): MemoryAccess {
    const copy = new MemoryAccess()
    copy.#links = this.#links
    copy.#people = this.#people
    copy.#requests = this.#requests
    return copy
  }

  get owner(): string | null {
    return [...this.#people].find(([, { decision }]) => decision?.role === 'owner')?.[0] ?? null
  }

  linkWith(secretHash: Uint8Array): ShareLink | null {
    const link = [...this.#links.values()].find(({ secret }) => secret === hex(secretHash))
    return link === undefined ? null : plain(link)
  }

  standing(actor: string): Standing {
    const person = this.#people.get(actor)
    if (person === undefined) return { decision: null, links: [], name: '' }
    const links = [...this.#links.values()].filter(
      ({ id, revokedAt }) => revokedAt === null && person.links.includes(id),
    )
    return {
      decision: person.decision,
      links: links.map(({ id, role, expiresAt }) => ({ link: id, role, expiresAt })),
      name: person.name,
    }
  }

  enter(actor: string, { secretHash, name }: Visit, at: number): Standing {
    const found = secretHash === null ? null : this.linkWith(secretHash)
    const link = found === null ? undefined : this.#links.get(found.id)
    const person = this.#people.get(actor)
    if (link !== undefined && link.revokedAt === null && adds(link, person?.decision ?? null)) {
      const { links, ...rest } = person ?? { decision: null, links: [], name: '', at, email: null }
      this.#setPerson(actor, { ...rest, links: [...new Set([...links, link.id])] })
      this.dismiss(actor)
      if (at - (link.lastUsedAt ?? 0) >= LAST_USED_STEP_MS) this.#setLink({ ...link, lastUsedAt: at })
    }
    const known = this.#people.get(actor)
    if (name !== null && known !== undefined) this.#setPerson(actor, { ...known, name })
    return this.standing(actor)
  }

  links(): ShareLink[] {
    return [...this.#links.values()].filter(({ revokedAt }) => revokedAt === null).map(plain)
  }

  addLink({ secretHash, ...link }: NewShareLink, limit: number): 'added' | 'known' | 'taken' | 'full' {
    const byId = this.#links.get(link.id)
    const bySecret = this.linkWith(secretHash)
    if (byId !== undefined || bySecret !== null) {
      return byId?.id === bySecret?.id && byId?.revokedAt === null ? 'known' : 'taken'
    }
    for (const { id, revokedAt } of this.#links.values()) {
      if (revokedAt !== null && revokedAt < link.createdAt - REVOKED_LINK_KEPT_MS)
        this.#links = without(this.#links, id)
    }
    if (this.#links.size >= limit) return 'full'
    this.#setLink({ ...link, secret: hex(secretHash), lastUsedAt: null, revokedAt: null })
    return 'added'
  }

  revokeLink(id: string, at: number): boolean {
    const link = this.#links.get(id)
    if (link === undefined) return false
    this.#setLink({ ...link, revokedAt: at })
    return true
  }

  restoreLink(id: string, at: number): boolean {
    const link = this.#links.get(id)
    if (link === undefined || (link.revokedAt !== null && link.revokedAt < at - REVOKED_LINK_KEPT_MS)) return false
    this.#setLink({ ...link, revokedAt: null })
    return true
  }

  rotateLink(id: string, secretHash: Uint8Array, at: number): 'rotated' | 'known' | 'refused' {
    const link = this.#links.get(id)
    if (link === undefined || link.revokedAt !== null) return 'refused'
    const holder = this.linkWith(secretHash)
    if (holder !== null) return holder.id === id ? 'known' : 'refused'
    this.#setLink({ ...link, secret: hex(secretHash), createdAt: at, lastUsedAt: null })
    for (const [actor, person] of this.#people) {
      this.#setPerson(actor, { ...person, links: person.links.filter((link) => link !== id) })
    }
    return 'rotated'
  }

  people(limit: number): PersonRecord[] {
    const rank = ({ decision }: StoredPerson): number => (decision === null ? 2 : decision.role === 'owner' ? 0 : 1)
    return [...this.#people]
      .toSorted(([, one], [, other]) => rank(one) - rank(other) || other.at - one.at)
      .slice(0, limit)
      .map(([actor, { at, email }]) => ({ actor, at, email, ...this.standing(actor) }))
  }

  decide(actor: string, { role, at, email }: Omit<NewDecision, 'by'>): void {
    const before = this.#people.get(actor)
    const name = before?.name ?? this.#requests.get(actor)?.name ?? ''
    const decision: Decision = role === null ? { how: 'removed', role, at } : { how: 'given', role, at }
    const known = role === null ? null : (email ?? before?.email ?? null)
    this.#setPerson(actor, { decision, links: [], name, at, email: known })
    this.dismiss(actor)
  }

  transfer(from: string, to: string, at: number): boolean {
    if (this.#people.get(from)?.decision?.role !== 'owner') return false
    this.decide(from, { role: 'editor', at })
    this.decide(to, { role: 'owner', at })
    return true
  }

  withdraw(actor: string, at: number): void {
    const person = this.#people.get(actor)
    if (person === undefined) return
    if (person.decision === null) this.#people = without(this.#people, actor)
    else this.decide(actor, { role: null, at })
  }

  ask(request: AccessRequest, limit: number): boolean {
    const others = [...this.#requests.keys()].filter((actor) => actor !== request.actor)
    if (others.length >= limit) return false
    this.#requests = new Map([...without(this.#requests, request.actor), [request.actor, request]])
    return true
  }

  requests(): AccessRequest[] {
    return [...this.#requests.values()].toSorted((one, other) => one.at - other.at)
  }

  dismiss(actor: string): void {
    this.#requests = without(this.#requests, actor)
  }

  #setLink(link: StoredLink): void {
    this.#links = new Map(this.#links).set(link.id, link)
  }

  #setPerson(actor: string, person: StoredPerson): void {
    this.#people = new Map(this.#people).set(actor, person)
  }
}

/** The port, over the documents that `live` finds. */
export function memoryAccessStore(
  live: (document: string) => MemoryAccess | null,
  actorOf: (tokenHash: Uint8Array) => string | null,
): AccessStore {
  const nothing: Standing = { decision: null, links: [], name: '' }
  return {
    find: async (document, tokenHash, secretHash) => {
      const access = live(document)
      const actor = actorOf(tokenHash)
      return {
        actor,
        standing: (actor === null ? null : access?.standing(actor)) ?? nothing,
        link: (secretHash === null ? null : access?.linkWith(secretHash)) ?? null,
      }
    },
    standing: async (document, actor) => live(document)?.standing(actor) ?? nothing,
    enter: async (document, actor, visit, at) => live(document)?.enter(actor, visit, at) ?? nothing,
    links: async (document) => live(document)?.links() ?? [],
    addLink: async (document, link, limit) => live(document)?.addLink(link, limit) ?? 'taken',
    revokeLink: async (document, link, _by, at) => live(document)?.revokeLink(link, at) ?? false,
    restoreLink: async (document, link, _by, at) => live(document)?.restoreLink(link, at) ?? false,
    rotateLink: async (document, link, secretHash, _by, at) =>
      live(document)?.rotateLink(link, secretHash, at) ?? 'refused',
    people: async (document, limit) => live(document)?.people(limit) ?? [],
    decide: async (document, actor, decision) => live(document)?.decide(actor, decision),
    transfer: async (document, from, to, at) => live(document)?.transfer(from, to, at) ?? false,
    withdraw: async (document, actor, at) => live(document)?.withdraw(actor, at),
    ask: async (document, request, limit) => live(document)?.ask(request, limit) ?? false,
    requests: async (document) => live(document)?.requests() ?? [],
    dismiss: async (document, actor) => live(document)?.dismiss(actor),
  }
}

function plain({ secret: _secret, ...link }: StoredLink): ShareLink {
  return link
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): Map<string, Value> {
  const copy = new Map(map)
  copy.delete(key)
  return copy
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
