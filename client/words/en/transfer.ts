const plural = new Intl.PluralRules('en')

/** `1 document`, `2 documents`. */
function counted(count: number, one: string, other: string): string {
  return `${count.toLocaleString('en')} ${plural.select(count) === 'one' ? one : other}`
}

/** Some names, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`)
  const more = names.length - shown.length
  return new Intl.ListFormat('en').format(more > 0 ? [...shown, `${more} more`] : shown)
}

/** What is said about documents that go in and out. */
export const transfer = {
  importTitle: 'Import documents',
  importWords:
    'Each file becomes a document of yours. Pictures that a text shows come along when they lie beside it. Links among the files lead to the new documents, for whoever may open these.',
  kinds: 'Markdown, plain text, code, web pages (.html), Word documents (.docx), and folders or .zip archives of them.',
  limits: (text: number, word: number, archive: number) =>
    `At most ${text} MB a text, ${word} MB a Word document, ${archive} MB an archive.`,
  orDrop:
    'You can also drop files and folders anywhere on the page. Code that is dropped on an open text goes into it as a file.',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  cancel: 'Cancel',
  close: 'Close',
  importing: 'Importing',
  unpacking: (name: string) => `Opening “${name}”`,
  exporting: 'Making the file',
  exportingWords: 'Pictures, formulas and diagrams are put into it.',
  gathering: 'Gathering your documents',
  progress: (done: number, all: number, name: string) => `${done + 1} of ${all}: ${name}`,
  comesNext: 'What you dropped meanwhile comes next.',
  made: (count: number) => `${counted(count, 'document', 'documents')} made.`,
  noneMade: 'No document was made.',
  stopped: 'You stopped it. What was made until then is there.',
  importDone: 'Import',
  exportDone: 'Download',
  exportMade: 'The file is made. This is not in it as it is in the document:',
  archiveMade: (count: number) => `The archive has ${counted(count, 'document', 'documents')}.`,
  archiveEmpty: 'There is nothing to put into an archive.',
  notKept: 'What was not kept',
  moreLosses: (count: number) => `And ${counted(count, 'thing more', 'things more')} of this kind.`,

  tooLarge: (size: number, limit: number) => `Too large: ${size} MB, and at most ${limit} MB can be imported.`,
  noText: 'This is not a text file.',
  unreadable: 'It cannot be read.',
  guessedEncoding: (encoding: string) => `It does not say how it is encoded, and was read as ${encoding}.`,
  nestedTooDeep: 'Things are nested in it too deep to be read.',
  missingPictures: (count: number) =>
    `${counted(count, 'picture is', 'pictures are')} not beside it: only the words for ${count === 1 ? 'it' : 'them'} were kept.`,
  deadLinks: (names: readonly string[]) =>
    `${counted(names.length, 'address leads', 'addresses lead')} nowhere, because what ${names.length === 1 ? 'it names' : 'they name'} did not come along: ${listed(names)}.`,
  deadVaultLinks: (names: readonly string[]) =>
    `${counted(names.length, 'link in double brackets stays', 'links in double brackets stay')} text, because what ${names.length === 1 ? 'it names' : 'they name'} did not come along: ${listed(names)}.`,
  scripts: 'Scripts were left out.',
  looks: 'Colours, fonts and sizes were left out: Markdown has none.',
  embedded: 'Embedded pages, films and drawings were left out.',
  forms: 'Forms were left out.',
  comments: (count: number) => `${counted(count, 'comment was', 'comments were')} left out.`,
  deletions: (count: number) => `${counted(count, 'tracked deletion was', 'tracked deletions were')} taken as done.`,
  changedFormulas: (count: number) =>
    counted(
      count,
      'formula was changed in Word: the text has it as it was before.',
      'formulas were changed in Word: the text has them as they were before.',
    ),
  foreignFormulas: (count: number) =>
    `${counted(count, 'formula that was made in Word was', 'formulas that were made in Word were')} left out.`,
  headersAndFooters: 'Headers and footers of its pages were left out.',
  styles: (names: readonly string[]) => `Styles that mean nothing here became plain paragraphs: ${listed(names)}.`,
  asReaderSays: (message: string) => `Something was not understood: ${message}`,
  noWordDocument: 'It cannot be read as a Word document: it is damaged, locked by a password, too large, or no .docx.',
  tooDeep: (depth: number) => `Folders are looked through ${depth} levels deep; this lies deeper.`,
  tooManyFiles: (limit: number) =>
    `A folder is looked through up to ${limit.toLocaleString('en')} files. The rest was left out.`,
  tooManyTexts: (limit: number) => `At most ${limit} documents are made at once. The rest was left out.`,
  codeLeftOut: (count: number, limit: number) =>
    `${counted(count, 'file of code was', 'files of code were')} left out: folders and archives give their code only where it is at most ${limit} files. Choose the files that you want by themselves.`,
  otherFiles: (names: readonly string[]) =>
    `${counted(names.length, 'file is', 'files are')} no text that can be imported: ${listed(names)}.`,
  unseenPictures: (names: readonly string[]) =>
    `${counted(names.length, 'picture that no text shows was', 'pictures that no text shows were')} left out: ${listed(names)}.`,
  nothingToImport: 'There is nothing in it that can be imported.',
  empty: 'It is empty.',
  archiveRefused: {
    'not-an-archive': 'It cannot be opened: it is damaged, or no .zip.',
    'too-many-entries': 'It has more entries than can be looked through. Nothing of it was taken.',
    'too-much': 'Unpacked it would be larger than anything that can be imported. Nothing of it was taken.',
  },
  entrySkipped: {
    'unsafe-path': 'Its name leads out of the archive. It was left out.',
    'too-large': 'Unpacked it would be too large. It was left out.',
    unreadable: 'It cannot be unpacked: it is damaged, or locked by a password.',
  },
  keptHere: 'It is kept on this device and is not saved yet. It is sent as soon as the server takes it.',
  inPageOnly:
    'It is not saved yet and may not be kept on this device: so far it may be in this page only. Keep the file until it is saved.',

  noConnection: 'It could not be read: there is no connection, and this device does not keep it.',
  filesNotListed: 'Its files could not be read. Its text is there.',
  pictureNotRead: 'This picture could not be read.',
  notMade: 'The file could not be made. Try again with a connection.',
  linkedMedia: (count: number) =>
    `${counted(count, 'picture or film', 'pictures or films')} from elsewhere: there is a link, so that the file asks nobody for anything.`,
  filesLeftOut: (count: number) =>
    `${counted(count, 'link to a file', 'links to files')} of the document: the words are there, the files are not.`,
  undrawn: (count: number) => `${counted(count, 'diagram', 'diagrams')} that cannot be drawn: the source is there.`,
  asWritten: 'Some of the code or formulas are as they are written: what shows them did not come in time.',
  htmlLeftOut: 'HTML in the text: its words are there, without what the tags say.',
  diagramsAsCode: 'Diagrams: their source is there.',
  formulasAsText: 'Formulas that Word does not have: they are there as they are written.',
}
