import type { ErrorCode } from '../../../shared/protocol/errors.ts'

/** The sentences of that table; in English it is what is said. */
export const errors: Readonly<Record<ErrorCode, string>> = {
  'bad-request': 'Der Server hat diese Seite nicht verstanden. Laden Sie sie neu.',
  internal: 'Der Server hatte ein eigenes Problem. Neuer Versuch.',
  'not-found': 'Ein solches Dokument gibt es nicht, oder dieser Link öffnet es nicht.',
  deleted: 'Dieses Dokument wurde gelöscht.',
  forbidden: 'Sie dürfen dieses Dokument nicht ändern.',
  'password-needed': 'Dieser Link öffnet das Dokument nur mit seinem Passwort.',
  'sign-in-needed': 'Das ist für Personen mit einem Konto hier. Laden Sie neu, um sich anzumelden.',
  'access-ended': 'Sie haben keinen Zugang zu diesem Dokument mehr.',
  outdated: 'Diesen Link oder diese Person gibt es nicht mehr. Sehen Sie die Liste noch einmal an.',
  'no-version': 'Diese Version lässt sich nicht lesen: Es gibt sie nicht, oder sie zusammenzusetzen dauert zu lange.',
  'no-history': 'Dieses Dokument musste einmal repariert werden: Was es vorher war, lässt sich nicht zeigen.',
  'no-account': 'Kein Konto hier hat diese E-Mail-Adresse.',
  'too-many-links':
    'Dieses Dokument hat so viele Links, wie es haben kann. Widerrufen Sie einen, der nicht gebraucht wird; einen Tag später ist Platz.',
  'slug-taken': 'Eine andere veröffentlichte Seite hat diese Adresse. Wählen Sie eine andere.',
  'not-joined': 'Die Verbindung zu diesem Dokument ging verloren. Sie wird wiederhergestellt.',
  damaged: 'Der Server kann dieses Dokument nicht mehr lesen. Wer ihn betreibt, kann es mit „weft doctor“ retten.',
  'too-old':
    'Diese Seite ist älter als der Server. Ihr Text ist auf diesem Gerät aufbewahrt; laden Sie neu, um weiterzumachen.',
  'server-full': 'Der Server hat so viele Gäste, wie er bedienen kann. Neuer Versuch.',
  'too-many-documents':
    'Zu viele neue Dokumente von dieser Adresse. Ihres ist auf diesem Gerät aufbewahrt und wird so bald wie möglich gespeichert.',
  'too-many-connections':
    'Von dieser Adresse sind zu viele Seiten offen. Ihr Text ist auf diesem Gerät aufbewahrt. Neuer Versuch.',
  slow: 'Diese Seite sendet schneller, als der Server annimmt. Der Rest folgt von selbst.',
  draining: 'Der Server startet neu.',
  'storage-unavailable': 'Der Server kann gerade nichts speichern. Neuer Versuch.',
  resync: 'Dem Server fehlt eine frühere Änderung. Sie wird noch einmal gesendet.',
  'wrong-epoch': 'Das Dokument wurde in einen anderen Stand zurückversetzt. Änderungen am alten sind beiseitegelegt.',
  'too-large': 'Diese Änderung ist größer, als der Server annimmt.',
  'document-full': 'Dieses Dokument ist so groß, wie der Server erlaubt. Etwas zu löschen schafft Platz.',
  'file-too-large': 'Diese Datei ist größer, als der Server annimmt. Sie ist nicht gespeichert.',
  'quota-full':
    'Für diese Datei ist kein Platz: Dieses Dokument oder Sie haben so viele, wie gespeichert werden können. Einige zu löschen, schafft Platz.',
  'malformed-update': 'Diese Änderung ist beschädigt und kann nicht gespeichert werden.',
  'foreign-client': 'Diese Änderung wurde unter einer Kennung gemacht, die dieser Browser nicht mehr hat.',
}
