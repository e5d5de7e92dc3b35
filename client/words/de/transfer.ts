import type { transfer as english } from '../en/transfer.ts'

const plural = new Intl.PluralRules('de')

function counted(count: number, one: string, other: string): string {
  return `${count.toLocaleString('de')} ${plural.select(count) === 'one' ? one : other}`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `„${name}“`)
  const more = names.length - shown.length
  return new Intl.ListFormat('de').format(more > 0 ? [...shown, `${more} weitere`] : shown)
}

export const transfer: typeof english = {
  importTitle: 'Dokumente importieren',
  importWords:
    'Jede Datei wird ein eigenes Dokument von Ihnen. Bilder, die ein Text zeigt, kommen mit, wenn sie neben ihm liegen. Links zwischen den Dateien führen zu den neuen Dokumenten: für alle, die diese öffnen dürfen.',
  kinds:
    'Markdown, einfacher Text, Code, Webseiten (.html), Word-Dokumente (.docx) und Ordner oder .zip-Archive davon.',
  limits: (text, word, archive) =>
    `Höchstens ${text} MB je Text, ${word} MB je Word-Dokument, ${archive} MB je Archiv.`,
  orDrop:
    'Dateien und Ordner lassen sich auch irgendwo auf der Seite ablegen. Code, der auf einem offenen Text abgelegt wird, kommt als Datei hinein.',
  chooseFiles: 'Dateien wählen…',
  chooseFolder: 'Ordner wählen…',
  cancel: 'Abbrechen',
  close: 'Schließen',
  importing: 'Wird importiert',
  unpacking: (name) => `„${name}“ wird geöffnet`,
  exporting: 'Die Datei entsteht',
  exportingWords: 'Bilder, Formeln und Diagramme werden hineingelegt.',
  gathering: 'Ihre Dokumente werden gesammelt',
  progress: (done, all, name) => `${done + 1} von ${all}: ${name}`,
  comesNext: 'Was Sie inzwischen abgelegt haben, kommt danach.',
  made: (count) => `${counted(count, 'Dokument ist', 'Dokumente sind')} entstanden.`,
  noneMade: 'Es ist kein Dokument entstanden.',
  stopped: 'Sie haben abgebrochen. Was bis dahin entstanden war, ist da.',
  importDone: 'Import',
  exportDone: 'Herunterladen',
  exportMade: 'Die Datei ist fertig. Dies ist darin nicht so wie im Dokument:',
  archiveMade: (count) => `Das Archiv enthält ${counted(count, 'Dokument', 'Dokumente')}.`,
  archiveEmpty: 'Es gibt nichts, was in ein Archiv könnte.',
  notKept: 'Was nicht erhalten blieb',
  moreLosses: (count) => `Und ${counted(count, 'weiterer Punkt', 'weitere Punkte')} dieser Art.`,

  tooLarge: (size, limit) => `Zu groß: ${size} MB; importiert werden höchstens ${limit} MB.`,
  noText: 'Das ist keine Textdatei.',
  unreadable: 'Es lässt sich nicht lesen.',
  guessedEncoding: (encoding) => `Die Datei sagt nicht, wie sie kodiert ist; sie wurde als ${encoding} gelesen.`,
  nestedTooDeep: 'Es ist zu tief verschachtelt, um gelesen zu werden.',
  missingPictures: (count) =>
    `${counted(count, 'Bild liegt', 'Bilder liegen')} nicht daneben: Nur die Worte dafür blieben erhalten.`,
  deadLinks: (names) =>
    `${counted(names.length, 'Adresse führt', 'Adressen führen')} ins Leere, denn was dort sein soll, kam nicht mit: ${listed(names)}.`,
  deadVaultLinks: (names) =>
    `${counted(names.length, 'Link in doppelten Klammern bleibt', 'Links in doppelten Klammern bleiben')} Text, denn was dort sein soll, kam nicht mit: ${listed(names)}.`,
  scripts: 'Skripte wurden weggelassen.',
  looks: 'Farben, Schriften und Größen wurden weggelassen: Markdown hat keine.',
  embedded: 'Eingebettete Seiten, Filme und Zeichnungen wurden weggelassen.',
  forms: 'Formulare wurden weggelassen.',
  comments: (count) => `${counted(count, 'Kommentar wurde', 'Kommentare wurden')} weggelassen.`,
  deletions: (count) =>
    `${counted(count, 'nachverfolgte Löschung gilt', 'nachverfolgte Löschungen gelten')} als ausgeführt.`,
  changedFormulas: (count) =>
    counted(
      count,
      'Formel wurde in Word geändert: Im Text steht sie, wie sie vorher war.',
      'Formeln wurden in Word geändert: Im Text stehen sie, wie sie vorher waren.',
    ),
  foreignFormulas: (count) =>
    `${counted(count, 'Formel, die in Word entstanden ist, wurde', 'Formeln, die in Word entstanden sind, wurden')} weggelassen.`,
  headersAndFooters: 'Kopf- und Fußzeilen der Seiten wurden weggelassen.',
  styles: (names) => `Vorlagen, die hier nichts bedeuten, wurden zu einfachen Absätzen: ${listed(names)}.`,
  asReaderSays: (message) => `Etwas wurde nicht verstanden: ${message}`,
  noWordDocument:
    'Es lässt sich nicht als Word-Dokument lesen: Es ist beschädigt, mit einem Passwort geschützt, zu groß oder kein .docx.',
  tooDeep: (depth) => `Ordner werden ${depth} Ebenen tief durchgesehen; dies liegt tiefer.`,
  tooManyFiles: (limit) =>
    `Ein Ordner wird bis zu ${limit.toLocaleString('de')} Dateien weit durchgesehen. Der Rest blieb weg.`,
  tooManyTexts: (limit) => `Auf einmal entstehen höchstens ${limit} Dokumente. Der Rest blieb weg.`,
  codeLeftOut: (count, limit) =>
    `${counted(count, 'Datei mit Code blieb', 'Dateien mit Code blieben')} weg: Aus Ordnern und Archiven kommt Code nur mit, wenn es höchstens ${limit} Dateien sind. Wählen Sie die gewünschten Dateien einzeln.`,
  otherFiles: (names) =>
    `${counted(names.length, 'Datei ist', 'Dateien sind')} kein Text, der sich importieren lässt: ${listed(names)}.`,
  unseenPictures: (names) =>
    `${counted(names.length, 'Bild, das kein Text zeigt, blieb', 'Bilder, die kein Text zeigt, blieben')} weg: ${listed(names)}.`,
  nothingToImport: 'Darin ist nichts, was sich importieren lässt.',
  empty: 'Es ist leer.',
  archiveRefused: {
    'not-an-archive': 'Es lässt sich nicht öffnen: Es ist beschädigt oder kein .zip.',
    'too-many-entries': 'Es hat mehr Einträge, als sich durchsehen lassen. Nichts davon wurde genommen.',
    'too-much': 'Entpackt wäre es größer als alles, was importiert werden kann. Nichts davon wurde genommen.',
  },
  entrySkipped: {
    'unsafe-path': 'Der Name führt aus dem Archiv hinaus. Der Eintrag blieb weg.',
    'too-large': 'Entpackt wäre der Eintrag zu groß. Er blieb weg.',
    unreadable: 'Der Eintrag lässt sich nicht entpacken: Er ist beschädigt oder mit einem Passwort geschützt.',
  },
  keptHere: 'Es ist auf diesem Gerät und noch nicht gespeichert. Es wird gesendet, sobald der Server es annimmt.',
  inPageOnly:
    'Es ist noch nicht gespeichert und vielleicht nicht auf diesem Gerät aufbewahrt: Bisher ist es womöglich nur auf dieser Seite. Behalten Sie die Datei, bis es gespeichert ist.',

  noConnection: 'Es konnte nicht gelesen werden: Es gibt keine Verbindung, und auf diesem Gerät ist es nicht.',
  filesNotListed: 'Die Dateien dazu konnten nicht gelesen werden. Der Text ist da.',
  pictureNotRead: 'Dieses Bild konnte nicht gelesen werden.',
  notMade: 'Die Datei konnte nicht erstellt werden. Versuchen Sie es mit einer Verbindung noch einmal.',
  linkedMedia: (count) =>
    `${counted(count, 'Bild oder Film', 'Bilder oder Filme')} von anderswo: Dort steht ein Link, damit die Datei bei niemandem anfragt.`,
  filesLeftOut: (count) =>
    `${counted(count, 'Link', 'Links')} zu Dateien des Dokuments: Die Worte sind da, die Dateien nicht.`,
  undrawn: (count) =>
    counted(
      count,
      'Diagramm, das sich nicht zeichnen lässt: Sein Quelltext ist da.',
      'Diagramme, die sich nicht zeichnen lassen: Ihr Quelltext ist da.',
    ),
  asWritten: 'Manches an Code oder Formeln steht da, wie es geschrieben ist: Was es darstellt, kam nicht rechtzeitig.',
  htmlLeftOut: 'HTML im Text: Die Worte sind da, ohne das, was die Auszeichnung sagt.',
  diagramsAsCode: 'Diagramme: Ihr Quelltext ist da.',
  formulasAsText: 'Formeln, die Word nicht kennt: Sie stehen da, wie sie geschrieben sind.',
}
