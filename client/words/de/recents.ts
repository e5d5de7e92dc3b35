import type { recents as english } from '../en/recents.ts'

export const recents: typeof english = {
  label: 'Zuletzt geöffnete Dokumente',
  blank: 'Neues Dokument',
  heading: 'Zuletzt geöffnet',
  empty: 'Dokumente, die Sie in diesem Browser öffnen, stehen hier.',
  title: 'Titel des Dokuments',
  actionsFor: (title) => `Aktionen für „${title}“`,
  rename: 'Umbenennen',
  forget: 'Vergessen',
  forgetTitle: 'Ungespeicherte Änderungen vergessen?',
  forgetThem: 'Vergessen',
  forgetWords: (title) =>
    `„${title}“ hat Änderungen oder Dateien, die nur auf diesem Gerät sind. Vergessen löscht sie. Sie lassen sich nicht zurückholen.`,
  unsaved: 'Ungespeichert',
  all: 'Alle Dokumente',
  signIn: 'Anmelden',
}
