import type { transferMenu as english } from '../en/transfer-menu.ts'

export const transferMenu: typeof english = {
  import: 'Importieren …',
  downloadHtml: 'Als .html herunterladen',
  downloadWord: 'Als .docx herunterladen',
  print: 'Drucken oder als PDF sichern …',
  downloadAll: 'Alle meine herunterladen',
}
