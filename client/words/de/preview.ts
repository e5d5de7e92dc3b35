import type { preview as english } from '../en/preview.ts'

export const preview: typeof english = {
  label: 'Vorschau',
  divider: 'Breite des Textes',
  dividerTitle: 'Ziehen macht eine Seite breiter, ein Doppelklick beide gleich',
  behind: 'Die Seite ist hinter dem Text zurück: Etwas darin braucht lange.',
  missing: 'Die Vorschau konnte nicht gezeigt werden',
  whyMissing:
    'Der Text ist vollständig da: „Schreiben“ zeigt ihn. Was der Vorschau fehlt, kommt vielleicht mit einer Verbindung.',
  slow: 'Die Vorschau braucht zu lange',
  whySlow:
    'Der Text ist vollständig da: „Schreiben“ zeigt ihn. Etwas darin lässt sich nicht in annehmbarer Zeit als Seite zeigen: oft sehr viele Klammern oder Zeichen hintereinander.',
  tryAgain: 'Noch einmal versuchen',
}
