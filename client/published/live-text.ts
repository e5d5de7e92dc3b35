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
  /** Whether what is here may be old: there has been no connection for a while. */
  onDoubt(isDoubtful: boolean): void
}

export interface ShownFacts {
  readonly title: string
  /** The document is longer than what is shown of it. */
  readonly isCut: boolean
}

/** A server that starts anew is there again about then. */
const PATIENCE_MS = 10_000

/** Follows the text of a published page, as `server/publishing/page-news.ts` tells it. */
export function followText(options: LiveTextOptions): void {
  const { address, version, length, clock } = options
  const source = new EventSource(`${address}?after=${encodeURIComponent(version)}`)
  let held = length
  let cancelDoubt: (() => void) | null = null

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
    cancelDoubt?.()
    options.onGone()
  })
  source.addEventListener('open', () => {
    cancelDoubt?.()
    cancelDoubt = null
    options.onDoubt(false)
  })
  // The browser connects again by itself.
  source.addEventListener('error', () => {
    cancelDoubt ??= clock.after(PATIENCE_MS, () => options.onDoubt(true))
  })
}
