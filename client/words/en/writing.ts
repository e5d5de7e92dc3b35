/** What is said about the text and its tools. */
export const writing = {
  undo: 'Undo',
  redo: 'Redo',
  comment: 'Comment out',
  dragLines: 'Drag to move. By keyboard: Alt with the arrows up and down.',
  linesMoved: (count: number): string => (count === 1 ? 'Line moved.' : `${count} lines moved.`),
  format: 'File format…',
  formatOf: (name: string): string => `File format: ${name}`,
  formatTitle: 'File format',
  formatNote:
    'How the text is read, by everybody: the title ends in what says it, such as “notes.py”. Markdown needs no ending.',
  findFormat: 'Find a format',
  formats: 'Formats',
  noFormat: 'No format is called that.',
  formatNow: 'now',
  noColours: 'The colours of this format come with a connection.',
}
