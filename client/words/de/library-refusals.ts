import type { libraryRefusals as english } from '../en/library-refusals.ts'

export const libraryRefusals: typeof english = {
  offline: 'Der Server ist nicht erreichbar. Versuchen Sie es noch einmal.',
  'not-found': 'Das Dokument ist nicht mehr da.',
  'sign-in-needed': 'Das ist für Personen mit einem Konto hier. Melden Sie sich dafür an.',
  'too-many-documents': 'Zu viele neue Dokumente von dieser Adresse. Versuchen Sie es später noch einmal.',
  slow: 'Zu viele Anfragen von dieser Adresse. Versuchen Sie es gleich noch einmal.',
  internal: 'Der Server hatte ein eigenes Problem. Versuchen Sie es noch einmal.',
  'storage-unavailable': 'Der Server kann gerade nichts speichern. Versuchen Sie es später noch einmal.',
  draining: 'Der Server startet neu. Versuchen Sie es gleich noch einmal.',
}
