import { insertText } from '../../panels/insert-text.ts'
import type { Session } from '../../sync/session.ts'
import type { ImportedText } from './imported-text.ts'

/** Writes what was read into a blank document, and names it. */
export function writeImported(session: Session, { text, title }: Pick<ImportedText, 'text' | 'title'>): void {
  const replica = session.replica.peek()
  if (replica === null) throw new Error('a blank document has its text at once')
  insertText(replica.text, 0, text)
  session.rename(title)
}
