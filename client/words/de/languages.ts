import type { languages as english } from '../en/languages.ts'

export const languages: typeof english = {
  language: 'Sprache',
  asBrowser: 'Wie der Browser',
  waits: 'Die Seite erscheint darin, sobald Ihr Text sicher ist.',
  notKept: 'Dieser Browser bewahrt nicht auf, was Sie wählen.',
}
