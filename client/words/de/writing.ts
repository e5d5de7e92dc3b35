import type { writing as english } from '../en/writing.ts'

const plural = new Intl.PluralRules('de')

export const writing: typeof english = {
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  comment: 'Auskommentieren',
  dragLines: 'Zum Verschieben ziehen. Mit der Tastatur: Alt und die Pfeile nach oben und unten.',
  linesMoved: (count) => (plural.select(count) === 'one' ? 'Zeile verschoben.' : `${count} Zeilen verschoben.`),
  format: 'Dateiformat…',
  formatOf: (name) => `Dateiformat: ${name}`,
  formatTitle: 'Dateiformat',
  formatNote:
    'Wie der Text gelesen wird, bei allen: Das sagt die Endung des Titels, etwa „notizen.py“. Markdown braucht keine Endung.',
  findFormat: 'Format suchen',
  formats: 'Formate',
  noFormat: 'Kein Format heißt so.',
  formatNow: 'jetzt',
  noColours: 'Die Farben dieses Formats kommen, sobald es eine Verbindung gibt.',
}
