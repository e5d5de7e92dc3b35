import type { transferMenu as english } from '../en/transfer-menu.ts'

export const transferMenu: typeof english = {
  import: 'Importieren…',
  downloadHtml: 'Als .html herunterladen',
  downloadWord: 'Als .docx herunterladen',
  withoutFiles:
    'Bilder und Dateien sind nicht darin. „Als .html herunterladen“ enthält die Bilder; „Alle meine herunterladen“ bei Ihren Dokumenten enthält alles.',
  downloadAll: 'Alle meine herunterladen',
}
