import type { takeAlong as english } from '../en/take-along.ts'

export const takeAlong: typeof english = {
  copy: 'Text kopieren',
  download: 'Als .md herunterladen',
  copied: 'Text kopiert',
  notCopied:
    'Dieser Browser lässt die Seite nicht kopieren. Der Text ist ausgewählt: Kopieren Sie ihn mit Tastatur oder Menü.',
}
