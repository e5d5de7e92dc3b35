import type { transferMenu as english } from '../en/transfer-menu.ts'

export const transferMenu: typeof english = {
  import: 'استيراد…',
  downloadHtml: 'تنزيل بصيغة ‎.html',
  downloadWord: 'تنزيل بصيغة ‎.docx',
  downloadAll: 'تنزيل كل مستنداتي',
}
