import type { help as english } from '../en/help.ts'

export const help: typeof english = {
  title: 'Markdown und Tasten',
  what: 'Was',
  write: 'Schreibweise',
  key: 'Taste',
  allActions: 'Alle Aktionen',
  thisHelp: 'Diese Hilfe',
  views: 'Schreiben, Geteilt, Lesen',
  outline: 'Gliederung',
  focusMode: 'Fokusmodus',
  share: 'Teilen',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  complete: 'Namen vervollständigen: Emoji, Überschrift, Sprache, Befehl',
  leave: 'Text mit der Tastatur verlassen',
}
