import type { documentWords as english } from '../en/document.ts'

export const documentWords: typeof english = {
  label: 'Text des Dokuments',
  refusedTitle: (title, why) => `„${title}“ ist nicht der Titel. ${why}`,
  refused: 'Der Server nimmt es gerade nicht an.',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  stopped: 'Der Editor ist stehen geblieben',
  whyStopped:
    'Ein Fehler in dieser Seite hat ihn angehalten. Der Text ist noch da und gespeichert, wie es die Zeile unten sagt.',
  startAgain: 'Editor neu starten',
  storageSilent: 'Der Speicher dieses Browsers antwortet nicht',
  opensLater: 'Das Dokument öffnet sich, sobald der Speicher antwortet, oder der Server, wenn er es hat.',
  opening: 'Das Dokument wird geöffnet',
  unreachable: 'Der Server ist nicht erreichbar',
  cannotOpen: 'Das Dokument kann noch nicht geöffnet werden',
  notHere:
    'Dieses Dokument ist nicht auf diesem Gerät und kann nur mit einer Verbindung gezeigt werden. Es öffnet sich, sobald es eine gibt.',
  noEditor: 'Der Editor ist nicht auf diesem Gerät. Er kommt, sobald es eine Verbindung gibt.',
  noPreview: 'Die Vorschau ist nicht auf diesem Gerät. Sie kommt, sobald es eine Verbindung gibt.',
  tryNow: 'Jetzt versuchen',
  tryAgain: 'Noch einmal versuchen',
  skip: 'Zum Text springen',
  documents: 'Dokumente',
  drop: 'Dateien oder einen Ordner hier ablegen, um sie als Dokumente zu öffnen',
  notices: 'Hinweise',
  listLater: 'Die Liste Ihrer Dokumente kommt, sobald der Server erreichbar ist.',
  broken: 'In dieser Seite ist etwas kaputtgegangen. Neu laden startet sie wieder.',
  noStart:
    'Weft konnte in diesem Browser nicht starten. Was er von Ihren Dokumenten aufbewahrt, ist unberührt: Laden Sie die Seite neu.',
  readOnly: 'Nur zum Lesen',
  suggester: 'Sie dürfen hier Änderungen vorschlagen. Noch gibt es keine Vorschläge; vorerst können Sie nur lesen.',
  commenter: 'Sie dürfen hier kommentieren. Weft hat noch keinen Platz für Kommentare; vorerst können Sie nur lesen.',
  viewer: 'Sie können dieses Dokument lesen, aber nicht ändern.',
  late: (saved) => [
    'Der Speicher dieses Browsers antwortet noch nicht; es kann helfen, andere Tabs dieser Seite zu schließen. Bis dahin ist der Text sicher, sobald unten ',
    saved,
    ' steht; schließen Sie die Seite erst dann.',
  ],
  none: (saved) => [
    'Dieser Browser bewahrt für diese Seite nichts auf (ein privates Fenster, oder der Speicher ist gesperrt). Hier ist der Text sicher, sobald unten ',
    saved,
    ' steht; schließen Sie die Seite erst dann.',
  ],
  newer: (saved) => [
    'In diesem Browser war eine neuere Fassung dieser Seite offen, die die Texte hier aufbewahrt. Laden Sie neu, um sie zu bekommen; bis dahin ist der Text sicher, sobald unten ',
    saved,
    ' steht; schließen Sie die Seite erst dann.',
  ],
}
