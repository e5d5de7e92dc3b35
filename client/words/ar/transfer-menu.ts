import type { transferMenu as english } from '../en/transfer-menu.ts'

export const transferMenu: typeof english = {
  import: 'استيراد…',
  downloadHtml: 'تنزيل بصيغة ‎.html',
  downloadWord: 'تنزيل بصيغة ‎.docx',
  withoutFiles: 'ليست الصور والملفات فيه. «تنزيل بصيغة ‎.html» فيه الصور، و«تنزيل كل مستنداتي» بين مستنداتك فيه كل شيء.',
  downloadAll: 'تنزيل كل مستنداتي',
}
