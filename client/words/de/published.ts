import type { published as english } from '../en/published.ts'

export const published: typeof english = {
  notPublished: 'Diese Seite ist nicht mehr veröffentlicht.',
  manyRead: 'Gerade lesen viele diese Seite: Änderungen erscheinen, wenn Sie sie neu laden.',
  noConnection: 'Es gibt keine Verbindung: Das kann sich geändert haben.',
  cut: 'Das ist der Anfang: Das Dokument ist länger, als eine veröffentlichte Seite sein kann.',
}
