import { GUEST_COOKIE, mintGuestToken } from '../../../server/access/guest-cookie.ts'
import type { Random } from '../../support/random.ts'
import { Attacker } from './attacker.ts'
import type { DocumentAddress } from './event-frames.ts'
import type { Depth } from './frame.ts'
import { ENTER } from './packet-frames.ts'
import { RawConnection } from './raw-connection.ts'
import { Tally } from './tally.ts'

/** Connections that are kept of each depth; a frame goes into one of them. */
const KEPT: Readonly<Record<Depth, number>> = { plain: 12, upgraded: 6, entered: 8, member: 24 }
const JOIN_LIMIT_MS = 15_000

/** The attackers' connections, from many addresses; one that the server ends is replaced. */
export class Attackers {
  /** What the server said to the members' requests: `ok`, or the code of the refusal. */
  readonly answers = new Tally()
  opened = 0
  readonly #port: number
  readonly #random: Random
  readonly #connections: Record<'plain' | 'upgraded' | 'entered', RawConnection[]> = {
    plain: [],
    upgraded: [],
    entered: [],
  }
  #members: Attacker[] = []

  constructor(port: number, random: Random) {
    this.#port = port
    this.#random = random
  }

  get members(): readonly Attacker[] {
    return this.#members
  }

  /** Everybody becomes a member of one of these documents. Resolves when all have joined. */
  async enter(documents: readonly DocumentAddress[]): Promise<void> {
    for (const member of this.#members) member.close()
    this.#members = Array.from({ length: KEPT.member }, (_, index) => this.#member(documents[index % documents.length]))
    await this.ready()
  }

  /** Replaces the members whose connection ended. Resolves when all have joined; rejects when the server does not let them. */
  async ready(): Promise<void> {
    this.#members = this.#members.map((member) => (member.isOpen ? member : this.#member(member.address)))
    await Promise.all(this.#members.map((member) => member.joined(JOIN_LIMIT_MS)))
  }

  /** One of the members, who is still there if anybody is. */
  pickMember(random: Random): Attacker {
    const open = this.#members.filter((member) => member.isOpen)
    return random.pick(open.length > 0 ? open : this.#members)
  }

  /** A connection of this depth; a new one now and then, and whenever there is none. */
  connection(depth: 'plain' | 'upgraded' | 'entered', random: Random): RawConnection {
    const kept = this.#connections[depth]
    const at = random.below(KEPT[depth])
    const old = kept[at]
    if (old?.isOpen === true && !random.chance(0.01)) return old
    old?.close()
    const fresh = new RawConnection(this.#port, this.#address())
    this.opened++
    kept[at] = fresh
    if (depth !== 'plain') fresh.upgrade(cookie(), depth === 'entered' ? ENTER : null)
    return fresh
  }

  close(): void {
    for (const member of this.#members) member.close()
    for (const connection of Object.values(this.#connections).flat()) connection.close()
  }

  #member(address: DocumentAddress | undefined): Attacker {
    if (address === undefined) throw new RangeError('no documents to attack')
    this.opened++
    return new Attacker(this.#port, this.#address(), cookie(), address, this.#random.below(2 ** 32), this.answers)
  }

  /** Few of them come from one and the same address. */
  #address(): string {
    const random = this.#random
    return random.chance(0.02)
      ? '127.9.9.9'
      : `127.${1 + random.below(250)}.${random.below(256)}.${1 + random.below(250)}`
  }
}

function cookie(): string {
  return `${GUEST_COOKIE}=${mintGuestToken()}`
}
