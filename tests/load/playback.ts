import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import { Author, type Reach } from './author.ts'
import { ReplayClient } from './replay-client.ts'
import { type Trace, hasAstralCharacters } from './trace.ts'

/** Edits typed before the event loop gets a turn to send and receive. */
const EDITS_PER_TURN = 100
const PACE_MS = 10

export interface PlaybackOptions {
  readonly url: string
  readonly document: string
  readonly key: string
  /** Clients that type nothing. */
  readonly watchers: number
  /** ClientIDs fall with the author's number instead of rising. */
  readonly reverseIds: boolean
}

/** Plays a trace: every author types at once, each transaction on exactly the text it was typed on. */
export class Playback {
  readonly #trace: Trace
  readonly #authors: readonly Author[]
  readonly #watchers: readonly ReplayClient[]
  #done = 0

  static async open(trace: Trace, options: PlaybackOptions): Promise<Playback> {
    const { url, document, key, reverseIds } = options
    const reach = new Map<string, Reach>()
    const astral = hasAstralCharacters(trace)
    const authors: Author[] = []
    for (let number = 0; number < trace.agents; number++) {
      authors.push(
        await Author.open({
          url,
          document,
          key,
          number,
          clientId: reverseIds ? trace.agents - number : number + 1,
          transactions: trace.transactions.filter(({ agent }) => agent === number),
          boundaries: boundariesOf(trace, number),
          reach,
          astral,
        }),
      )
    }
    const watchers: ReplayClient[] = []
    for (let i = 0; i < options.watchers; i++) watchers.push(await ReplayClient.open({ url, document, key }))
    return new Playback(trace, authors, watchers)
  }

  private constructor(trace: Trace, authors: readonly Author[], watchers: readonly ReplayClient[]) {
    this.#trace = trace
    this.#authors = authors
    this.#watchers = watchers
  }

  get clients(): readonly ReplayClient[] {
    return [...this.#authors.map(({ client }) => client), ...this.#watchers]
  }

  get progress(): { done: number; acknowledged: number; waiting: number } {
    return {
      done: this.#done,
      acknowledged: this.clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      waiting: this.clients.reduce((sum, { waiting }) => sum + waiting, 0),
    }
  }

  get totals(): { sent: number; acknowledged: number; putOff: number; acknowledgementMs: readonly number[] } {
    return {
      sent: this.clients.reduce((sum, { sent }) => sum + sent, 0),
      acknowledged: this.clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      putOff: this.clients.reduce((sum, { putOff }) => sum + putOff, 0),
      acknowledgementMs: this.clients.flatMap(({ acknowledgementMs }) => acknowledgementMs),
    }
  }

  /** Resolves when every edit is typed and acknowledged, and every client holds all of them. Rate: edits a second. */
  async play(rate: number): Promise<void> {
    const startedAt = performance.now()
    const [first] = this.#authors
    if (first !== undefined && this.#trace.startContent !== '') {
      first.client.text.insert(0, this.#trace.startContent)
      await first.client.flushed()
    }
    await Promise.all(this.#authors.map((author) => this.#playAuthor(author, rate, startedAt)))
    await Promise.all(this.#authors.map(({ client }) => client.flushed()))
    const last = Math.max(...this.clients.map(({ held }) => held))
    await Promise.all(this.clients.map((client) => client.until(() => client.held >= last)))
    for (const author of this.#authors) author.applyAll()
  }

  async #playAuthor(author: Author, rate: number, startedAt: number): Promise<void> {
    const own = this.#authors.indexOf(author)
    const applied = this.#authors.map(() => 0)
    let sinceTurn = 0
    for (let transaction = author.next; transaction !== undefined; transaction = author.next) {
      for (const [number, count] of transaction.version.entries()) {
        const other = this.#authors[number]
        if (number === own || other === undefined || count <= (applied[number] ?? 0)) continue
        await author.catchUp(other, count)
        applied[number] = count
      }
      author.type(transaction)
      this.#done += transaction.patches.length
      await author.settle()
      sinceTurn += transaction.patches.length
      if (this.#done > ((performance.now() - startedAt) / 1000) * rate) await delay(PACE_MS)
      else if (sinceTurn >= EDITS_PER_TURN) {
        sinceTurn = 0
        await turn()
      }
    }
  }
}

/** The counts of one author's transactions that others build on. */
function boundariesOf(trace: Trace, number: number): Set<number> {
  const boundaries = new Set<number>()
  for (const { agent, version } of trace.transactions) {
    if (agent !== number) boundaries.add(version[number] ?? 0)
  }
  return boundaries
}
