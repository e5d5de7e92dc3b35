/** Where documents are brought in and out: what those buttons are called. */
export const transferMenu = {
  import: 'Import…',
  downloadHtml: 'Download .html',
  downloadWord: 'Download .docx',
  print: 'Print or save as PDF…',
  downloadAll: 'Download all of mine',
}
