import type { messages as english } from '../en/messages.ts'

export const messages: typeof english = {
  notFound: 'Dokument nicht gefunden',
  deleted: 'Dieses Dokument wurde gelöscht',
  accessEnded: 'Sie haben keinen Zugang mehr',
  signIn: 'Anmelden, um dieses Dokument zu öffnen',
  passwordNeeded: 'Dieser Link braucht ein Passwort',
  tooOld: 'Diese Seite ist veraltet',
  cannotOpen: 'Dieses Dokument kann nicht geöffnet werden',
  wholeLink: (why, sign) => [why, ' Ein Link funktioniert nur als Ganzes, mit allem, was hinter dem ', sign, ' steht.'],
  notAllKept: 'Nicht Ihr ganzer Text ist auf diesem Gerät aufbewahrt. Nehmen Sie ihn mit und laden Sie dann neu.',
  broken: 'In dieser Seite ist etwas kaputtgegangen',
  takeAlong: 'Was bisher geschrieben wurde, können Sie hier mitnehmen. Neu laden öffnet das Dokument wieder.',
  startAgain: 'Neu laden startet sie wieder.',
  textHere: 'Der Text, wie ihn diese Seite hat',
  setAsideOf: (time) => `Mit Ihren beiseitegelegten Änderungen, ${time}`,
  setAsideTitle: (title) => `${title} (beiseitegelegt)`,
  reload: 'Neu laden',
  blank: 'Neues Dokument',
}
