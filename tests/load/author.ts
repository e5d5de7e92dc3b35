import * as Y from 'yjs'
import { ReplayClient, type ReplayClientOptions } from './replay-client.ts'
import { type TraceTransaction, utf16Length } from './trace.ts'

/** Whose update it is, and how many of that author's transactions may be in it. */
export interface Reach {
  readonly author: number
  readonly transactions: number
}

export interface AuthorOptions extends Omit<ReplayClientOptions, 'onSend' | 'onRemote'> {
  readonly number: number
  readonly transactions: readonly TraceTransaction[]
  /**
   * The counts of transactions that somebody else's next edit builds on. No message reaches across one, because that edit must
   * see what comes before it and nothing of what comes after.
   */
  readonly boundaries: ReadonlySet<number>
  /** By an update's bytes; shared by all authors. */
  readonly reach: Map<string, Reach>
  /** Positions are in code points, which differ from UTF-16 code units somewhere. */
  readonly astral: boolean
}

/** One author of a trace: types its transactions, and holds others' updates back until one of them builds on them. */
export class Author {
  readonly client: ReplayClient
  /** Transactions typed so far. */
  typed = 0
  readonly #options: AuthorOptions
  readonly #held: Uint8Array[]
  /** For each boundary passed, the sequence by which everything before it is stored. */
  readonly #storedAt = new Map<number, number>()

  static async open(options: AuthorOptions): Promise<Author> {
    const held: Uint8Array[] = []
    const authors: Author[] = []
    const { number, reach } = options
    const client = await ReplayClient.open({
      ...options,
      onSend: (update) => reach.set(nameOf(update), { author: number, transactions: authors[0]?.typed ?? 0 }),
      onRemote: (update) => held.push(update),
    })
    const author = new Author(options, client, held)
    authors.push(author)
    return author
  }

  private constructor(options: AuthorOptions, client: ReplayClient, held: Uint8Array[]) {
    this.#options = options
    this.client = client
    this.#held = held
  }

  get next(): TraceTransaction | undefined {
    return this.#options.transactions[this.typed]
  }

  /** Types the next transaction, one Yjs transaction an edit. What it builds on has been applied. */
  type({ patches }: TraceTransaction): void {
    // Counted first: what is sent while typing may hold this transaction already.
    this.typed++
    const { text } = this.client
    for (const [position, deleted, inserted] of patches) {
      let [at, length] = [position, deleted]
      if (this.#options.astral) {
        const content = text.toString()
        at = utf16Length(content, 0, position)
        length = utf16Length(content, at, deleted)
      }
      this.client.doc.transact(() => {
        if (length > 0) text.delete(at, length)
        if (inserted !== '') text.insert(at, inserted)
      })
    }
  }

  /** At a boundary, resolves when everything typed so far is stored. */
  async settle(): Promise<void> {
    if (!this.#options.boundaries.has(this.typed)) return
    await this.client.flushed()
    this.#storedAt.set(this.typed, this.client.held)
    this.client.changed()
  }

  /** Resolves to the sequence by which the first `count` transactions, a boundary, are stored. */
  async storedAt(count: number): Promise<number> {
    await this.client.until(() => this.#storedAt.has(count))
    return this.#storedAt.get(count) ?? 0
  }

  /** Resolves when the first `count` transactions of `other` are applied here, and none after. */
  async catchUp(other: Author, count: number): Promise<void> {
    const sequence = await other.storedAt(count)
    await this.client.until(() => this.client.held >= sequence)
    this.#apply(({ author, transactions }) => author === other.#options.number && transactions <= count)
  }

  /** Applies everything that was held back. */
  applyAll(): void {
    this.#apply(() => true)
  }

  #apply(due: (reach: Reach) => boolean): void {
    const ready: Uint8Array[] = []
    const later: Uint8Array[] = []
    for (const update of this.#held) {
      const reach = this.#options.reach.get(nameOf(update))
      if (reach === undefined) throw new Error('an update arrived that nobody here sent')
      ;(due(reach) ? ready : later).push(update)
    }
    this.#held.splice(0, this.#held.length, ...later)
    this.client.doc.transact(() => {
      for (const update of ready) Y.applyUpdate(this.client.doc, update)
    })
  }
}

function nameOf(update: Uint8Array): string {
  return Buffer.from(update).toString('base64')
}
