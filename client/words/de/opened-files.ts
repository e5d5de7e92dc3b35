import type { openedFiles as english } from '../en/opened-files.ts'

export const openedFiles: typeof english = {
  noFile: 'Das war keine Datei.',
  oneAtATime: 'Eine Datei nach der anderen: Jede wird ein eigenes Dokument.',
  unreadable: (name) =>
    `„${name}“ kann nicht gelesen werden. Ein Ordner kann nicht geöffnet werden, nur eine Textdatei.`,
  noText: (name) => `„${name}“ ist keine Textdatei.`,
  tooLarge: (name, size, most) =>
    `„${name}“ ist zu groß: ${size} MB, und ein Dokument kann aus höchstens ${most} MB geöffnet werden.`,
}
