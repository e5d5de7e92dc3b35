import type { settings as english } from '../en/settings.ts'

export const settings: typeof english = {
  title: 'Einstellungen',
  note: 'Für alle Dokumente in diesem Browser. Niemand sonst sieht sie.',
  theme: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel', contrast: 'Hoher Kontrast' },
  size: 'Schriftgröße',
  sizes: { normal: 'Normal', small: 'Klein', large: 'Groß', largest: 'Sehr groß' },
  measure: 'Breite des Textes',
  measures: { normal: 'Normal', narrow: 'Schmal', wide: 'Breit', full: 'Wie das Fenster' },
  lines: 'Zeilennummern',
  linesShown: { plain: 'Verborgen', numbered: 'Sichtbar' },
  spelling: 'Rechtschreibung',
  spellings: { checked: 'Geprüft', unchecked: 'Nicht geprüft' },
  indentation: 'Tab rückt ein um',
  indentations: { '2': 'Zwei Leerzeichen', '4': 'Vier Leerzeichen', tab: 'Einen Tabulator' },
  keys: 'Tasten wie in',
}
