import type { Clock } from '../../lib/clock.ts'

/** No more than one in this time: whoever listens also wants to hear the text. */
export const GATHER_MS = 5000

/** Named one by one up to here; more are a number. */
const MAX_NAMES = 3

export interface CompanyWords {
  readonly others: (count: number) => string
  /** `who`: names put together; `count`: how many people they are. */
  readonly joined: (who: string, count: number) => string
  readonly left: (who: string, count: number) => string
  readonly wroteNear: (who: string, count: number) => string
}

type Kind = Exclude<keyof CompanyWords, 'others'>

interface AnnouncementsOptions {
  readonly clock: Clock
  readonly words: CompanyWords
  /** "Ann, Bob and Cy". */
  readonly together: (names: readonly string[]) => string
  readonly say: (sentence: string) => void
}

/** What is told to those who listen: who came, who left, and who wrote near one's cursor; gathered, and never what was undone meanwhile. */
export class Announcements {
  readonly #options: AnnouncementsOptions
  readonly #waiting: Readonly<Record<Kind, Set<string>>> = { joined: new Set(), left: new Set(), wroteNear: new Set() }
  #saidAt = -Infinity
  #cancel: (() => void) | null = null

  constructor(options: AnnouncementsOptions) {
    this.#options = options
  }

  add(kind: Kind, name: string): void {
    const { joined, left } = this.#waiting
    // Who comes back within a moment was never away, as far as anybody wants to know.
    const opposite = kind === 'joined' ? left : kind === 'left' ? joined : null
    if (opposite?.delete(name) === true) return
    this.#waiting[kind].add(name)
    this.#schedule()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    for (const names of Object.values(this.#waiting)) names.clear()
  }

  #schedule(): void {
    const { clock } = this.#options
    // A moment even for the first: who reloads leaves and comes.
    const wait = Math.max(GATHER_MS / 5, this.#saidAt + GATHER_MS - clock.now())
    this.#cancel ??= clock.after(wait, () => this.#say())
  }

  #say(): void {
    this.#cancel = null
    const { clock, words, say } = this.#options
    const sentences: string[] = []
    for (const kind of ['joined', 'left', 'wroteNear'] as const) {
      const names = [...this.#waiting[kind]]
      this.#waiting[kind].clear()
      if (names.length > 0) sentences.push(words[kind](this.#who(names), names.length))
    }
    if (sentences.length === 0) return
    this.#saidAt = clock.now()
    say(sentences.join(' '))
  }

  #who(names: readonly string[]): string {
    const { words, together } = this.#options
    if (names.length <= MAX_NAMES) return together(names)
    return together([...names.slice(0, MAX_NAMES), words.others(names.length - MAX_NAMES)])
  }
}
