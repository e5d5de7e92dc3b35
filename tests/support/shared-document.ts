import { randomInt } from 'node:crypto'
import { newId } from '../../client/lib/ids.ts'
import type { Role } from '../../shared/access/roles.ts'
import type { AddLinkRequest, JoinAnswer } from '../../shared/protocol/schemas.ts'
import { RawClient, RawWriter, freshDocument } from './raw-client.ts'
import type { ReachedServer } from './test-server.ts'

/** For a server that a crowd of guests reaches from many addresses. */
export const CROWD = { TRUST_PROXY: 'on', DOCUMENTS_PER_HOUR: '10000', GUESTS_PER_HOUR: '10000' }

/** A browser of somebody's own, at an address of its own; of who is signed in with that account's cookies. */
export class Guest {
  /** Of the next connection. */
  cookie: string
  readonly #url: string
  readonly address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
  #client: RawClient | null = null

  constructor(server: ReachedServer, cookie = `weft-guest=${(newId() + newId()).slice(0, 43)}`) {
    this.#url = server.url
    this.cookie = cookie
  }

  /** Of the connection of now. */
  get client(): RawClient {
    if (this.#client === null) throw new Error('the guest is not here')
    return this.#client
  }

  async connect(): Promise<RawClient> {
    const headers = { 'x-forwarded-for': this.address }
    this.#client = await RawClient.connect(this.#url, { cookie: this.cookie, headers })
    return this.#client
  }

  close(): void {
    this.#client?.close()
  }
}

/** A document and its owner, who is in it. */
export class SharedDocument {
  readonly document: string
  /** The secret of its first link. */
  readonly key: string
  readonly owner: Guest
  readonly writer: RawWriter
  readonly server: ReachedServer
  readonly #guests: Guest[] = []

  private constructor(server: ReachedServer, owner: Guest, { document, key }: { document: string; key: string }) {
    this.server = server
    this.document = document
    this.key = key
    this.owner = owner
    this.writer = new RawWriter(owner.client, { document, key })
  }

  static async create(server: ReachedServer, text = 'Hello', owner = new Guest(server)): Promise<SharedDocument> {
    const client = await owner.connect()
    const { document, key } = freshDocument()
    await client.create(document, key, text)
    const shared = new SharedDocument(server, owner, { document, key })
    await shared.writer.join()
    return shared
  }

  /** Somebody at the door. */
  async guest(cookie?: string): Promise<Guest> {
    const guest = new Guest(this.server, cookie)
    this.#guests.push(guest)
    await guest.connect()
    return guest
  }

  /** A new link; resolves to its id and secret. */
  async link(fields: Pick<AddLinkRequest, 'role'> & Partial<AddLinkRequest>): Promise<{ link: string; key: string }> {
    const made = { link: newId(), key: newId() }
    const answer = await this.owner.client.ask('add-link', { document: this.document, ...made, ...fields })
    if (!answer.ok) throw new Error(`no link: ${answer.code}`)
    return made
  }

  /** Joins, under the name given. */
  join(guest: Guest, key?: string, password?: string): Promise<JoinAnswer> {
    return guest.client.join({
      document: this.document,
      clientId: randomInt(2 ** 32),
      name: 'Guest',
      ...(key !== undefined && { key }),
      ...(password !== undefined && { password }),
    })
  }

  /** Joins, and resolves to how the others know the guest. */
  async personOf(guest: Guest, key: string): Promise<string> {
    const answer = await this.join(guest, key)
    if (!answer.ok) throw new Error(`not joined: ${answer.code}`)
    return answer.user.id
  }

  async setRole(person: string, role: Role | null): Promise<void> {
    const answer = await this.owner.client.ask('set-role', { document: this.document, person, role })
    if (!answer.ok) throw new Error(`no role: ${answer.code}`)
  }

  async revoke(link: string): Promise<void> {
    const answer = await this.owner.client.ask('revoke-link', { document: this.document, link })
    if (!answer.ok) throw new Error(`not revoked: ${answer.code}`)
  }

  close(): void {
    this.owner.close()
    for (const guest of this.#guests) guest.close()
  }
}
