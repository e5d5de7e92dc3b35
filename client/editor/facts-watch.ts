import type { Text } from '@codemirror/state'
import { Later, systemClock } from '../lib/clock.ts'
import { nextFrame } from '../lib/next-frame.ts'
import { inSlices } from '../lib/slices.ts'
import { type Heading, type TextFacts, textFacts } from './text-facts.ts'

/** Nobody looks at a number for every key. */
const GATHER_MS = 300
/** Short, so that a key that is pressed meanwhile is drawn with the next frame. */
const SLICE_MS = 4

type Listener = (facts: TextFacts) => void

/** Tells how the text is after it changed, a moment later and beside the typing. Works only while somebody listens. */
export class FactsWatch {
  readonly #text: () => Text
  readonly #listeners = new Set<Listener>()
  readonly #later = new Later(systemClock, GATHER_MS, () => this.#read())
  #stop: (() => void) | null = null
  #latest: TextFacts | null = null
  #headings: readonly Heading[] = []

  constructor(text: () => Text) {
    this.#text = text
  }

  changed(): void {
    this.#latest = null
    if (this.#listeners.size > 0) this.#later.schedule()
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#latest === null) this.#read()
    else listener(this.#latest)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#later.cancel()
      this.#stop?.()
    }
  }

  #read(): void {
    this.#stop?.()
    const pace = { clock: systemClock, nextFrame, sliceMs: SLICE_MS }
    this.#stop = inSlices(textFacts.read(this.#text()), pace, (read) => {
      // Nearly every key leaves them as they are, and whoever lists thousands need not look at each.
      const facts = sameHeadings(read.headings, this.#headings) ? { ...read, headings: this.#headings } : read
      this.#headings = facts.headings
      this.#latest = facts
      for (const listener of this.#listeners) listener(facts)
    })
  }
}

function sameHeadings(one: readonly Heading[], other: readonly Heading[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ level, words, line }, index) => {
      const heading = other[index]
      return heading?.level === level && heading.words === words && heading.line === line
    })
  )
}
