/** Where documents are brought in and out: what those buttons are called. */
export const transferMenu = {
  import: 'Import…',
  downloadHtml: 'Download .html',
  downloadWord: 'Download .docx',
  downloadAll: 'Download all of mine',
}
