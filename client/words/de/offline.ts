import type { offline as english } from '../en/offline.ts'

export const offline: typeof english = {
  newVersion: 'Eine neue Version von Weft ist bereit.',
  reload: 'Neu laden',
  saving: 'Wird gespeichert…',
  later: 'Später',
  notKept:
    'Noch ist nicht der ganze Text gespeichert oder auf diesem Gerät aufbewahrt. Wer jetzt neu lädt, verliert ihn.',
  uploading: 'Noch werden Dateien hochgeladen. Wer jetzt neu lädt, verliert die, die noch nicht im Text stehen.',
  reloadAnyway: 'Trotzdem neu laden',
  onDevice: 'Auf diesem Gerät',
  noneOnDevice: 'Auf diesem Gerät ist noch kein Dokument. Was hier geöffnet wird, bleibt von da an auch ohne Netz da.',
  appDescription: 'Gemeinsam an einem Dokument schreiben, mit Netz und ohne.',
  newDocument: 'Neues Dokument',
  allDocuments: 'Alle Dokumente',
}
