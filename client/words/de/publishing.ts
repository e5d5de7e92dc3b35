import type { publishing as english } from '../en/publishing.ts'

export const publishing: typeof english = {
  published: 'Die Seite ist veröffentlicht. Alle können sie unter ihrer Adresse lesen.',
  changed: 'Die Seite ist geändert.',
  moved: 'Die Seite hat eine neue Adresse. Die alte führt nirgends mehr hin.',
  unpublished: 'Die Seite ist nicht mehr veröffentlicht.',
  embeddingCopied: 'Kopiert ist, was die Seite in einer anderen zeigt.',
  embeddingNotCopied: (address) =>
    `Dieser Browser lässt die Seite nicht kopieren. Ihre Adresse innerhalb einer anderen Seite ist ${address}`,
  title: 'Veröffentlichte Seite',
  what: 'Veröffentlicht können alle das Dokument lesen, wie es gerade ist, ohne Link und ohne Konto. Suchmaschinen finden es. Niemand kann es dort ändern oder sehen, wer es schrieb und was es vorher war.',
  readAt: (address) => ['Alle können dieses Dokument lesen unter ', address],
  pageName: 'die veröffentlichte Seite',
  copyEmbedding: 'Zum Einbetten kopieren',
  publishAsk: 'Veröffentlichen…',
  changeAsk: 'Ändern…',
  unpublish: 'Veröffentlichung beenden',
  slugWrong: 'Eine Adresse besteht aus Buchstaben von a bis z, Ziffern und Bindestrichen.',
  address: 'Adresse',
  movedWords: 'Mit einer anderen Adresse führt die bisherige nirgends mehr hin und ist für andere frei.',
  description: 'Beschreibung',
  descriptionDetail: '(freiwillig, steht bei Links zur Seite)',
  publish: 'Veröffentlichen',
  save: 'Speichern',
  cancel: 'Abbrechen',
}
