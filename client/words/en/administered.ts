/** What administrators see of documents besides what they are called. */
export const administered = {
  inTrash: 'in the trash',
  publishedAt: (slug: string) => `published at /p/${slug}`,
  unpublish: 'Unpublish…',
  unpublishTitle: 'Unpublish this document?',
  unpublishConfirm: 'Unpublish it',
  unpublishWords:
    'Nobody can read it at its public address any more, from now on. Nothing else changes, and its owner can publish it again.',
  unpublished: 'The document is not published any more.',
  files: 'Files of documents',
  filesAmount: (count: number, bytes: string) => `${count.toLocaleString('en')} (${bytes})`,
}
