/** What one can choose, the first of each unless one does. Kept in this browser, for all its documents. */
export const CHOICES = {
  theme: ['system', 'light', 'dark', 'contrast'],
  size: ['normal', 'small', 'large', 'largest'],
  measure: ['normal', 'narrow', 'wide', 'full'],
  lines: ['plain', 'numbered'],
  spelling: ['checked', 'unchecked'],
  indentation: ['2', '4', 'tab'],
  keys: ['default', 'vscode', 'vim', 'emacs'],
  /** Who comes, leaves and writes nearby, told to those who listen. */
  news: ['spoken', 'silent'],
} as const

export type Settings = { readonly [Name in keyof typeof CHOICES]: (typeof CHOICES)[Name][number] }
export type SettingName = keyof Settings

/** As they were kept; what is missing or unknown is as if nobody had chosen. */
export function settingsFrom(kept: string | null): Settings {
  let found: unknown = null
  try {
    found = JSON.parse(kept ?? '')
  } catch {
    // Nothing was kept, or something else wrote there.
  }
  const values = new Map<string, unknown>(Object.entries(found ?? {}))
  const entries = Object.entries(CHOICES).map(([name, choices]) => {
    const value = values.get(name)
    return [name, choices.find((choice) => choice === value) ?? choices[0]]
  })
  return Object.fromEntries(entries) as Settings
}

/** How text looks, for the page and the preview's frame alike. */
export type Look = Pick<Settings, 'theme' | 'size' | 'measure'>

/** The styles of `themes/tokens.css` go by what stands at the root. */
export function showLook({ dataset }: HTMLElement, { theme, size, measure }: Look): void {
  Object.assign(dataset, { theme, size, measure })
}
