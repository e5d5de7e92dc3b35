import { signal, type ReadonlySignal } from '@preact/signals'
import type { Clock } from '../lib/clock.ts'

/** Long enough to read it twice. */
const SHOWN_BASE_MS = 3000
const SHOWN_PER_CHARACTER_MS = 50

/** One short notice at a time; a newer one takes the place of the older. */
export class Toasts {
  readonly #clock: Clock
  readonly #text = signal('')
  #cancel: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get text(): ReadonlySignal<string> {
    return this.#text
  }

  show(text: string): void {
    this.#cancel?.()
    this.#text.value = text
    const shownMs = SHOWN_BASE_MS + SHOWN_PER_CHARACTER_MS * text.length
    this.#cancel = this.#clock.after(shownMs, () => (this.#text.value = ''))
  }
}

interface ToastRegionProps {
  readonly toasts: Toasts
  /** What it is called, for those who listen. */
  readonly label: string
}

export function ToastRegion({ toasts, label }: ToastRegionProps) {
  const text = toasts.text.value
  return (
    <div class="toast-region" role="status" aria-label={label}>
      {text !== '' && <p class="toast">{text}</p>}
    </div>
  )
}
