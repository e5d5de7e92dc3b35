import type { AccountErrorCode } from '../../../shared/access/account-errors.ts'

/** The sentences of that table; in English it is what is said. */
export const accountErrors: Readonly<Record<AccountErrorCode, string>> = {
  'bad-request': 'Der Server hat diese Seite nicht verstanden. Laden Sie sie neu.',
  'foreign-origin': 'Das wurde von einer Seite einer anderen Website angefragt.',
  'sign-in-needed': 'Sie sind nicht mehr angemeldet. Melden Sie sich wieder an.',
  'wrong-sign-in': 'Kein Konto hat diese E-Mail-Adresse und dieses Passwort, oder es ist gesperrt.',
  'wrong-password': 'Das ist nicht Ihr jetziges Passwort.',
  'email-taken': 'Es gibt schon ein Konto mit dieser E-Mail-Adresse. Melden Sie sich mit seinem Passwort an.',
  'invitation-needed': 'Ein Konto braucht hier eine Einladung, und diese ist verbraucht, abgelaufen oder fehlt.',
  'email-missing': 'Der Anbieter hat keine E-Mail-Adresse genannt, die sicher Ihre ist; ein Konto hier braucht eine.',
  'provider-failed': 'Die Anmeldung über den Anbieter hat nicht geklappt. Versuchen Sie es noch einmal.',
  'reset-over': 'Dieser Link wurde schon benutzt, ist abgelaufen oder nicht vollständig. Fordern Sie einen neuen an.',
  'not-admin': 'Das ist nur für die Verwaltung.',
  'last-admin': 'Niemand sonst verwaltet diesen Server: Geben Sie das Recht zuerst jemand anderem.',
  'no-password': 'Dieses Konto meldet sich nur über den Anbieter an und hat hier kein Passwort.',
  unreadable: 'Der Server kann dieses Dokument nicht lesen. Wer ihn betreibt, kann es mit „weft doctor“ retten.',
  'sign-up-closed': 'Konten macht hier, wer den Server betreibt.',
  outdated: 'Es wurde inzwischen geändert. Sehen Sie die Seite noch einmal an.',
  slow: 'Zu viele Versuche. Versuchen Sie es später noch einmal.',
  internal: 'Der Server hatte ein eigenes Problem. Versuchen Sie es noch einmal.',
  'storage-unavailable': 'Der Server kann gerade nichts speichern. Versuchen Sie es später noch einmal.',
}
