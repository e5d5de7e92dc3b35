import type { status as english } from '../en/status.ts'
import { counted } from './counted.ts'

export const status: typeof english = {
  opening: 'Wird geöffnet',
  blank: 'Noch nichts zu speichern',
  saved: 'Gespeichert',
  saving: 'Wird gespeichert',
  offline: 'Offline: keine ungespeicherten Änderungen',
  kept: 'Offline: auf diesem Gerät aufbewahrt',
  keptChanges: (count) => `Offline: auf diesem Gerät aufbewahrt (${counted(count, '1 Änderung', 'Änderungen')})`,
  notKept: 'Offline: auf diesem Gerät nicht aufbewahrt',
  keeping: 'Offline: wird auf diesem Gerät aufbewahrt',
  notSaved: (why) => `Nicht gespeichert: ${why}`,
  isKept: 'Auf diesem Gerät aufbewahrt.',
  isNotKept: 'Auf diesem Gerät nicht aufbewahrt.',
  tryNow: 'Jetzt versuchen',
  tryingIn: (seconds) => `Erneut in ${seconds} s`,
  trying: 'Neuer Versuch',
  label: 'Speicherstand',
  stillOpening: 'Das Dokument wird noch geöffnet.',
  nothingYet: 'Noch nichts zu speichern: Alles wird beim Schreiben gespeichert.',
  savedAlready: 'Schon gespeichert: Alles wird beim Schreiben gespeichert.',
  savingNow: 'Wird gerade gespeichert: Alles wird beim Schreiben gespeichert.',
}
