/** By what `EditorCommand` calls them. */
export const commandGroups = {
  Text: 'Text',
  Paragraph: 'Paragraph',
  Insert: 'Insert',
  Table: 'Table',
  Lines: 'Lines',
  Search: 'Search',
}
