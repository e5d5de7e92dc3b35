import type { administered as english } from '../en/administered.ts'

export const administered: typeof english = {
  inTrash: 'im Papierkorb',
  publishedAt: (slug) => `veröffentlicht unter /p/${slug}`,
  unpublish: 'Nicht mehr veröffentlichen…',
  unpublishTitle: 'Dieses Dokument nicht mehr veröffentlichen?',
  unpublishConfirm: 'Nicht mehr veröffentlichen',
  unpublishWords:
    'Ab sofort kann es niemand mehr unter seiner öffentlichen Adresse lesen. Sonst ändert sich nichts; wem es gehört, kann es wieder veröffentlichen.',
  unpublished: 'Das Dokument ist nicht mehr veröffentlicht.',
  files: 'Dateien von Dokumenten',
  filesAmount: (count, bytes) => `${count.toLocaleString('de')} (${bytes})`,
}
