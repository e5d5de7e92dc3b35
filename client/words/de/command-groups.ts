import type { commandGroups as english } from '../en/command-groups.ts'

export const commandGroups: typeof english = {
  Text: 'Text',
  Paragraph: 'Absatz',
  Insert: 'Einfügen',
  Table: 'Tabelle',
  Lines: 'Zeilen',
  Search: 'Suche',
}
