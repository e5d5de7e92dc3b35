import type { languages as english } from '../en/languages.ts'

export const languages: typeof english = {
  language: 'Sprache',
  asBrowser: 'Laut Browser',
  onEnter: 'Die Seite erscheint darin, sobald Sie die Eingabetaste drücken oder weitergehen.',
  waits: 'Die Seite erscheint darin, sobald Ihr Text sicher ist.',
  waitsForFiles: 'Die Seite erscheint darin, sobald keine Datei mehr hochgeladen wird.',
  notKept: 'Dieser Browser bewahrt nicht auf, was Sie wählen.',
  losesTyped: 'Sprache jetzt wechseln?',
  loseTyped: 'Wechseln und verwerfen',
  typed: 'Dafür wird die Seite neu geladen. Was Sie eingetippt haben, ginge verloren.',
}
