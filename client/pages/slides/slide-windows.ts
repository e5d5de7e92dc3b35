import type { RelativePositionJson } from '../../../shared/document/presence.ts'

/** What the windows say to each other in which one person shows a document's slides: what the audience sees, and the speaker's. */
type Message = { readonly type: 'here' } | { readonly type: 'show'; readonly shown: Shown }

export interface Shown {
  /** Where the slide begins in the text. */
  readonly line: RelativePositionJson
  readonly isBlack: boolean
}

/** The other windows of this browser that show slides of `document`. They show the same. */
export class SlideWindows {
  readonly #channel: BroadcastChannel
  #shown: Shown | null = null

  constructor(document: string, onShow: (shown: Shown) => void) {
    this.#channel = new BroadcastChannel(`weft-slides-${document}`)
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = readMessage(data)
      if (message?.type === 'here' && this.#shown !== null) this.#post({ type: 'show', shown: this.#shown })
      if (message?.type !== 'show') return
      this.#shown = message.shown
      onShow(message.shown)
    })
    this.#post({ type: 'here' })
  }

  /** Told to the others unless they have it already. */
  show(shown: Shown): void {
    if (JSON.stringify(shown) === JSON.stringify(this.#shown)) return
    this.#shown = shown
    this.#post({ type: 'show', shown })
  }

  close(): void {
    this.#channel.close()
  }

  #post(message: Message): void {
    this.#channel.postMessage(message)
  }
}

/** A window of another version of the program may say something else. */
function readMessage(data: unknown): Message | null {
  const { type, shown } = fieldsOf(data)
  if (type === 'here') return { type }
  const { line, isBlack } = fieldsOf(shown)
  const isShown = type === 'show' && typeof line === 'object' && line !== null && typeof isBlack === 'boolean'
  return isShown ? { type, shown: { line: fieldsOf(line), isBlack } } : null
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
