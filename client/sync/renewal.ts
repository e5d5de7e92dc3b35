import * as Y from 'yjs'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { type Branch, holdsMore, isIncomplete, waitingText } from './branch.ts'
import { carriedOver } from './carry-over.ts'
import type { SetAside } from './set-aside.ts'

/** Why a local branch cannot go on, and what becomes of it when a fresh Y.Doc takes its place at the next join. */
export class Renewal {
  readonly #setAside: SetAside
  /** The Y.Docs that wrote in this document on this device. */
  readonly #ownIds = new Set<number>()
  #code: ErrorCode | null = null
  #keepsOwn = false

  constructor(setAside: SetAside) {
    this.#setAside = setAside
  }

  /** Why a fresh Y.Doc is needed; null while the branch can go on. */
  get code(): ErrorCode | null {
    return this.#code
  }

  /** True when one's own edits may go on in the fresh Y.Doc: it may be only what others wrote that was refused. */
  get keepsOwn(): boolean {
    return this.#keepsOwn
  }

  get ownIds(): ReadonlySet<number> {
    return this.#ownIds
  }

  know(clientIds: Iterable<number>): void {
    for (const clientId of clientIds) this.#ownIds.add(clientId)
  }

  /** Looks who wrote what waits in the branch of now. */
  meet({ doc, outbox }: Branch): void {
    this.know([doc.clientID, ...outbox.entries.map(({ clientId }) => clientId)])
  }

  /** The branch as it is cannot be joined, or is not to be trusted. */
  need(code: ErrorCode): void {
    this.#code = code
    this.#keepsOwn = false
  }

  /**
   * The server will never take one of the branch's updates. A foreign one may be another's: an edit that a restored server
   * has lost, and takes from its author alone.
   */
  refused(code: ErrorCode): void {
    this.need(code)
    this.#keepsOwn = code === 'foreign-client'
  }

  /** Some of the branch builds on what nobody has any more, neither the server nor this device. */
  incomplete(): void {
    this.need('resync')
    this.#keepsOwn = true
  }

  /**
   * The fresh Y.Doc is here. What waited in the old one can never be sent, and is set aside; so is what had been stored once
   * and is gone from the server. Answers with what goes on in the fresh Y.Doc, where it is applied already; null for nothing.
   */
  replace(old: Branch, fresh: Y.Doc, at: number): Uint8Array | null {
    const { entries } = old.outbox
    const carries = this.#keepsOwn && (isIncomplete(old.doc) || holdsMore(old.doc, fresh, this.#ownIds))
    const carried = carries ? carriedOver(old.doc, fresh, this.#ownIds) : null
    if (carried !== null) Y.applyUpdate(fresh, carried, 'cache')
    const code = carries ? 'wrong-epoch' : (this.#code ?? 'wrong-epoch')
    if (entries.length > 0 || holdsMore(old.doc, fresh))
      this.#setAside.add(entries, old.doc, old.text.toString() + waitingText(old.doc), code, at)
    return carried
  }

  /** The branch of now can go on. */
  done(): void {
    this.#code = null
    this.#keepsOwn = false
  }
}
