import type { Settings } from '../settings.ts'

/** A phone's own bars are as the page is, also where it was chosen to be other than the system: of two colours one counts. */
export function showBarColour({ head }: Document, theme: Settings['theme']): void {
  for (const scheme of ['light', 'dark']) {
    const isChosen = theme === 'light' || theme === 'dark'
    const media = isChosen ? (scheme === theme ? 'all' : 'not all') : `(prefers-color-scheme: ${scheme})`
    head.querySelector(`[data-bar=${scheme}]`)?.setAttribute('media', media)
  }
}
