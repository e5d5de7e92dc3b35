import { type Signal, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { MenuItem } from '../ui/menu.tsx'

export type DeskDialog = 'actions' | 'help' | 'settings'

/** What lies around the text at the moment, and what the header has to offer to whoever asks by name. */
export interface Desk {
  readonly dialog: Signal<DeskDialog | null>
  readonly outline: Signal<boolean>
  /** Nothing but the text, and whether it is saved. */
  readonly focused: Signal<boolean>
  /** The line at the top of what one reads, from 0. */
  readonly topLine: Signal<number>
  readonly offers: { items: readonly MenuItem[]; share: () => void }
}

export function useDesk(): Desk {
  const offers = useRef({ items: [], share: () => undefined })
  return {
    dialog: useSignal<DeskDialog | null>(null),
    outline: useSignal(false),
    focused: useSignal(false),
    topLine: useSignal(0),
    offers: offers.current,
  }
}
