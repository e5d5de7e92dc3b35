import type { transferMenu as english } from '../en/transfer-menu.ts'

export const transferMenu: typeof english = {
  import: 'Importieren…',
  downloadHtml: 'Als .html herunterladen',
  downloadWord: 'Als .docx herunterladen',
  downloadAll: 'Alle meine herunterladen',
}
