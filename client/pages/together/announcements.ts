import type { Clock } from '../../lib/clock.ts'

/** No more than one in this time: whoever listens also wants to hear the text. */
export const GATHER_MS = 5000

/** Named one by one up to here; more are a number. */
const MAX_NAMES = 3

export interface CompanyWords {
  readonly joined: (names: readonly string[], more: number) => string
  readonly left: (names: readonly string[], more: number) => string
  readonly wroteNear: (names: readonly string[], more: number) => string
}

type Kind = keyof CompanyWords

interface AnnouncementsOptions {
  readonly clock: Clock
  readonly words: CompanyWords
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
      if (names.length > 0)
        sentences.push(words[kind](names.slice(0, MAX_NAMES), Math.max(0, names.length - MAX_NAMES)))
    }
    if (sentences.length === 0) return
    this.#saidAt = clock.now()
    say(sentences.join(' '))
  }
}
