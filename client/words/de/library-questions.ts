import type { libraryQuestions as english } from '../en/library-questions.ts'

export const libraryQuestions: typeof english = {
  deleteTitle: 'Dieses Dokument löschen?',
  moveToTrash: 'In den Papierkorb legen',
  deleteWords: (title) =>
    `„${title}“ schließt sich bei allen, die es offen haben, und niemand kann es mehr öffnen. Sie können es 30 Tage lang wiederherstellen. Ist es veröffentlicht, ist auch seine Seite so lange weg.`,
  othersTrash:
    'Wenn es im Papierkorb der Person liegt, der es gehört, kann es 30 Tage lang wiederhergestellt werden. Dann funktionieren seine Links wieder.',
  ownTrash: 'Wenn Sie es in den Papierkorb gelegt haben, bleibt es dort 30 Tage. Solange kann es niemand öffnen.',
  restore: 'Rückgängig: wiederherstellen',
  purgeTitle: 'Endgültig löschen?',
  purge: 'Endgültig löschen',
  purgeWords: (title) =>
    `„${title}“ wird weg sein, mit seinem Verlauf und seinen Links. Es lässt sich nicht zurückholen.`,
  losesEdits: 'Es hat Änderungen, die nur auf diesem Gerät sind. Sie wären verloren.',
  giveUpTitle: 'Aus Ihrer Liste entfernen?',
  giveUp: 'Zugang aufgeben',
  giveUpWords: (title) =>
    `Sie geben Ihren Zugang zu „${title}“ auf, und was dieses Gerät davon aufbewahrt, geht verloren. Für alle anderen bleibt es, wie es ist. Zurück kommen Sie nur mit einem Link oder durch die Person, der es gehört.`,
  forgetTitle: 'Ungespeicherte Änderungen vergessen?',
  forget: 'Vergessen',
  forgetWords: (title) =>
    `„${title}“ hat Änderungen, die nur auf diesem Gerät sind. Vergessen löscht sie. Sie lassen sich nicht zurückholen.`,
}
