import { type ReadonlySignal, signal } from '@preact/signals-core'

/** Of browsers that can install a page: not in the types of the DOM, since others do not have it. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

const offer = signal<InstallPrompt | null>(null)

/** What shows the browser's question whether to install Weft; null where it has none, or was asked already. */
export const installOffer: ReadonlySignal<InstallPrompt | null> = offer

/** From then on an offer of the browser's is kept until somebody wants it, in place of a bar of its own. */
export function watchInstallOffers(window: Window): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.value = event as InstallPrompt
  })
  window.addEventListener('appinstalled', () => (offer.value = null))
}

/** Shows the question; the browser takes each offer up once. */
export function install(): void {
  const taken = offer.peek()
  offer.value = null
  // Whatever was answered, the browser says it itself.
  void taken?.prompt().catch(() => {})
}
