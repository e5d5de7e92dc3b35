import { type ReadonlySignal, signal } from '@preact/signals-core'
import { isAtLeast } from '../../shared/access/roles.ts'
import type { Joined } from './branch.ts'
import type { LocalCopy } from './local-copy.ts'

type Link = NonNullable<Joined['link']>

/** The link by which one comes to a document: of the address or, when none stands there, of what this device keeps. */
export class OwnLink {
  /** The link that the key in the address is of; null until the server said it, and when it is no link's. */
  readonly link: ReadonlySignal<Link | null>
  readonly #link = signal<Link | null>(null)
  readonly #isOfAddress: boolean
  readonly #copy: LocalCopy
  #key: string

  /** `key` is what stands in the address; '' for none. */
  constructor(key: string, copy: LocalCopy) {
    this.link = this.#link
    this.#key = key
    this.#isOfAddress = key !== ''
    this.#copy = copy
  }

  /** What to join with; '' for nothing. */
  get key(): string {
    return this.#key
  }

  restore(key: string): void {
    this.#key ||= key
  }

  /** The server let this page in, and said which link the key is of. */
  receive({ role, link }: Joined): void {
    if (this.#isOfAddress) this.#link.value = link ?? null
    // An owner has more than any link gives.
    const most = role === 'owner' ? 'editor' : role
    if (link !== undefined) this.#copy.provedKey(this.#key, !isAtLeast(link.role, most))
  }
}
