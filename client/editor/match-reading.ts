import type { SearchQuery } from '@codemirror/search'
import { type ChangeDesc, ChangeSet, type EditorState, MapMode } from '@codemirror/state'
import { Later } from '../lib/clock.ts'
import { inSlices, type Pace } from '../lib/slices.ts'
import { findMatches, type Match, type Matches, matchesAfter } from './matches.ts'

/** Whoever writes in the text, while the search is open, is not held up by what is counted. */
export const RECOUNT_MS = 250

interface Searched {
  readonly query: SearchQuery
  readonly state: EditorState
  /** From where on. */
  readonly origin: number
}

interface MatchReadingOptions {
  readonly pace: Pace
  /** As it is when it is asked for. */
  readonly searched: () => Searched
  /** Where the first is that one waits for, in the text as it is by then. */
  readonly onFirst: (match: Match) => void
  readonly onRead: () => void
}

/** Finds what is searched for in a text that is written in meanwhile: what is known moves with the text, and is read again later. */
export class MatchReading {
  readonly #options: MatchReadingOptions
  readonly #recount: Later
  #matches: Matches | null = null
  #awaitsFirst = false
  /** What became of the text that is being read; null where none is. */
  #since: ChangeDesc | null = null
  #stop = (): void => {}

  constructor(options: MatchReadingOptions) {
    this.#options = options
    this.#recount = new Later(options.pace.clock, RECOUNT_MS, () => this.#read())
  }

  /** Null as long as they are not known. */
  get matches(): Matches | null {
    return this.#matches
  }

  /** For another query. */
  start(awaitsFirst: boolean): void {
    this.#matches = null
    this.#awaitsFirst = awaitsFirst
    this.#read()
  }

  changed(changes: ChangeDesc): void {
    if (this.#matches !== null) this.#matches = matchesAfter(this.#matches, changes)
    // What is being read is read to its end: where somebody always writes it would never come to it.
    if (this.#since === null) this.#recount.schedule()
    else this.#since = this.#since.composeDesc(changes)
  }

  /** Whoever went somewhere else stays there. */
  stay(): void {
    this.#awaitsFirst = false
  }

  stop(): void {
    this.#recount.cancel()
    this.#stop()
    this.#since = null
  }

  #read(): void {
    this.stop()
    const { query, state, origin } = this.#options.searched()
    if (!query.valid) return this.#options.onRead()
    this.#since = ChangeSet.empty(state.doc.length)
    const work = findMatches(query, state, Math.min(origin, state.doc.length), (match) => this.#first(match))
    this.#stop = inSlices(work, this.#options.pace, (matches) => this.#end(matches))
  }

  #first({ from, to }: Match): void {
    const start = this.#since?.mapPos(from, 1, MapMode.TrackAfter) ?? null
    // When it is not there any more, there is another when it is read again.
    if (!this.#awaitsFirst || this.#since === null || start === null) return
    this.#awaitsFirst = false
    this.#options.onFirst({ from: start, to: Math.max(start, this.#since.mapPos(to, -1)) })
  }

  #end(matches: Matches): void {
    const since = this.#since
    this.#since = null
    const isStale = since !== null && !since.empty
    this.#matches = isStale ? matchesAfter(matches, since) : matches
    if (isStale) this.#recount.schedule()
    else this.#awaitsFirst = false
    this.#options.onRead()
  }
}
