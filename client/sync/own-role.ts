import { type ReadonlySignal, signal } from '@preact/signals-core'
import type { Role } from '../../shared/access/roles.ts'
import type { LocalCopy } from './local-copy.ts'

/** This browser's role in one document. */
export class OwnRole {
  /** As the server said it over this page; null until then. */
  readonly role: ReadonlySignal<Role | null>
  /** The same, and until then what it was when this device last had the document. */
  readonly lastKnown: ReadonlySignal<Role | null>
  readonly #copy: LocalCopy
  readonly #role = signal<Role | null>(null)
  readonly #lastKnown = signal<Role | null>(null)

  /** `expected` counts until this device or the server says more. */
  constructor(copy: LocalCopy, expected: Role | null) {
    this.#copy = copy
    this.#lastKnown.value = expected
    this.role = this.#role
    this.lastKnown = this.#lastKnown
  }

  restore(role: Role | null): void {
    if (role !== null && this.#role.peek() === null) this.#lastKnown.value = role
  }

  receive(role: Role): void {
    this.#role.value = role
    if (role === this.#lastKnown.peek()) return
    this.#lastKnown.value = role
    void this.#copy.patch({ role })
  }
}
