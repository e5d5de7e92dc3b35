import type { Clock } from '../lib/clock.ts'
import type { TextChange } from '../preview/messages.ts'

interface LiveTextOptions {
  /** Of the event stream. */
  readonly address: string
  /** Of the text that is here. */
  readonly version: string
  readonly length: number
  readonly clock: Clock
  onChange(change: TextChange, facts: ShownFacts): void
  /** It is not published any more. */
  onGone(): void
  /** Why what is here may be old; null when it is not. */
  onDoubt(doubt: Doubt | null): void
}

/** There has been no connection for a while; or so many read that the server tells no more of them what changes. */
export type Doubt = 'offline' | 'full'

export interface ShownFacts {
  readonly title: string
  /** The document is longer than what is shown of it. */
  readonly isCut: boolean
}

/** A server that starts anew is there again about then. */
const PATIENCE_MS = 10_000
/** Whoever is one too many is told so at once. */
const TOLD_MS = 1000

/** Follows the text of a published page, as `server/publishing/page-news.ts` tells it. */
export function followText(options: LiveTextOptions): void {
  const { address, version, length, clock } = options
  const source = new EventSource(`${address}?after=${encodeURIComponent(version)}`)
  let held = length
  let next: (() => void) | null = null
  let expected: Doubt | null = null
  let isFull = false

  source.addEventListener('change', ({ data }: MessageEvent<string>) => {
    const { at, remove, insert, ...facts } = JSON.parse(data) as TextChange & ShownFacts
    held += insert.length - remove
    options.onChange({ at, remove, insert }, facts)
  })
  source.addEventListener('text', ({ data }: MessageEvent<string>) => {
    const { text, ...facts } = JSON.parse(data) as { readonly text: string } & ShownFacts
    const change = { at: 0, remove: held, insert: text }
    held = text.length
    options.onChange(change, facts)
  })
  source.addEventListener('gone', () => {
    source.close()
    next?.()
    options.onGone()
  })
  source.addEventListener('open', () => expect(TOLD_MS, null))
  source.addEventListener('full', () => {
    isFull = true
    expect(0, 'full')
  })
  // The browser connects again by itself.
  source.addEventListener('error', () => {
    if (!isFull) expect(PATIENCE_MS, 'offline')
  })

  /** Unless something else comes of it first. What is expected already is not put off. */
  function expect(ms: number, doubt: Doubt | null): void {
    if (doubt === expected) return
    expected = doubt
    if (doubt === null) isFull = false
    next?.()
    next = clock.after(ms, () => options.onDoubt(doubt))
  }
}
