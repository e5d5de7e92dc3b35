/** What a document is called that says nothing yet. */
export const untitled = {
  untitled: 'Untitled',
}
