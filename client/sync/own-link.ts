import { type ReadonlySignal, signal } from '@preact/signals-core'
import { isAtLeast } from '../../shared/access/roles.ts'
import type { Joined } from './branch.ts'
import type { LocalCopy } from './local-copy.ts'

type Link = NonNullable<Joined['link']>

/** The link by which one comes to a document: of the address or, when none stands there, of what this device keeps. */
export class OwnLink {
  /** The secret that stands in the address; '' for none. */
  readonly address: ReadonlySignal<string>
  /** The link that it is of; null until the server said it, and when it is no link's. */
  readonly link: ReadonlySignal<Link | null>
  readonly #address
  readonly #link = signal<Link | null>(null)
  readonly #copy: LocalCopy
  #kept = ''

  constructor(address: string, copy: LocalCopy) {
    this.#address = signal(address)
    this.address = this.#address
    this.link = this.#link
    this.#copy = copy
  }

  /** What to join with; '' for nothing. */
  get key(): string {
    return this.#address.peek() || this.#kept
  }

  /** What this device keeps. */
  restore(key: string): void {
    this.#kept = key
  }

  /** The server let this page in, and said which link the key is of. */
  receive({ role, link }: Joined): void {
    if (this.#address.peek() !== '') this.#link.value = link ?? null
    // An owner has more than any link gives.
    const most = role === 'owner' ? 'editor' : role
    if (link !== undefined) this.#copy.provedKey(this.key, !isAtLeast(link.role, most))
  }

  /** The link has this secret now; '' when it opens nothing any more. */
  rekey(key: string): void {
    // First: whoever observes both never sees a link without its secret.
    if (key === '') this.#link.value = null
    else this.#copy.provedKey(key, false)
    this.#address.value = key
  }
}
