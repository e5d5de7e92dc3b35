/** Where documents are brought in and out: what those buttons are called. */
export const transferMenu = {
  import: 'Import…',
  downloadHtml: 'Download .html',
  downloadWord: 'Download .docx',
  withoutFiles:
    'Its images and files are not in it. Download .html has the images; Download all of mine, among your documents, has everything.',
  downloadAll: 'Download all of mine',
}
