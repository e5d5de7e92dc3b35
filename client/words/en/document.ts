function safeOnceSaved<Part>(when: string, saved: Part): (string | Part)[] {
  return [`${when}, text is safe once it is shown as `, saved, '; close the page only then.']
}

/** What is said around the text from the first moment on. */
export const documentWords = {
  label: 'Document text',
  refusedTitle: (title: string, why: string) => `“${title}” is not the title. ${why}`,
  refused: 'The server does not take it at the moment.',
  undo: 'Undo',
  redo: 'Redo',
  stopped: 'The editor stopped',
  whyStopped: 'A fault in this page stopped it. The text is still here, and is saved as the line below says.',
  startAgain: 'Start the editor again',
  storageSilent: 'This browser’s storage does not answer',
  opensLater: 'The document opens as soon as the storage does, or the server if it has it.',
  opening: 'Opening the document',
  unreachable: 'The server cannot be reached',
  cannotOpen: 'The document cannot be opened yet',
  notHere:
    'This document is not on this device, so it can be shown only with a connection. It opens as soon as there is one.',
  noEditor: 'The editor is not on this device. It comes with a connection.',
  noPreview: 'The preview is not on this device. It comes with a connection.',
  tryNow: 'Try now',
  tryAgain: 'Try again',
  skip: 'Skip to the text',
  documents: 'Documents',
  drop: 'Drop files or a folder to open them as documents',
  notices: 'Notices',
  listLater: 'The list of your documents comes as soon as the server can be reached.',
  broken: 'Something in this page broke. Reloading starts it again.',
  noStart: 'Weft could not start in this browser. What it keeps of your documents is untouched: reload the page.',
  readOnly: 'Read-only',
  suggester: 'You may suggest changes here. There are no suggestions yet, so for now you can only read.',
  commenter: 'You may comment here. Weft has no place for comments yet, so for now you can only read.',
  viewer: 'You can read this document, not change it.',
  /** `Saved` is what the status bar says then. */
  late: <Part>(saved: Part) =>
    safeOnceSaved(
      'This browser’s storage does not answer yet; closing other tabs of this page may help. Until it does',
      saved,
    ),
  none: <Part>(saved: Part) =>
    safeOnceSaved('This browser keeps nothing for this page (a private window, or storage is blocked). Here', saved),
  newer: <Part>(saved: Part) =>
    safeOnceSaved(
      'A newer version of this page has been open in this browser, and keeps the texts here. Reload to get it; until then',
      saved,
    ),
}
