import { type Signal, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { MenuItem } from '../ui/menu.tsx'

export type DeskDialog = 'actions' | 'help' | 'settings' | 'files' | 'format'

/** What lies around the text at the moment, and what the header has to offer to whoever asks by name. */
export interface Desk {
  readonly dialog: Signal<DeskDialog | null>
  readonly outline: Signal<boolean>
  /** Nothing but the text, and whether it is saved. */
  readonly focused: Signal<boolean>
  /** The line at the top of what one reads, from 0. */
  readonly topLine: Signal<number>
  readonly offers: { items: readonly MenuItem[]; share: () => void; documents: () => void }
}

export function useDesk(): Desk {
  const offers = useRef({ items: [], share: () => undefined, documents: () => undefined })
  return {
    dialog: useSignal<DeskDialog | null>(null),
    outline: useSignal(false),
    focused: useSignal(false),
    topLine: useSignal(0),
    offers: offers.current,
  }
}

/** Does what a key stands for wherever one is, also in the preview, which names them so. Answers whether it stands for anything. */
export function pressDeskKey({ dialog, outline, focused, offers }: Desk, code: string): boolean {
  if (code === 'F1') dialog.value = 'help'
  else if (code === 'KeyO') outline.value = !outline.peek()
  else if (code === 'KeyF') focused.value = !focused.peek()
  else if (code === 'Shift-KeyP') dialog.value = 'actions'
  else if (code === 'Shift-KeyS') offers.share()
  else return false
  return true
}
