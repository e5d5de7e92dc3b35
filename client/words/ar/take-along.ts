import type { takeAlong as english } from '../en/take-along.ts'

export const takeAlong: typeof english = {
  copy: 'نسخ النص',
  download: 'تنزيل بصيغة ⁨.md⁩',
  copied: 'نُسخ النص',
  notCopied: 'لا يسمح هذا المتصفح للصفحة بالنسخ. النص محدد: انسخه بلوحة المفاتيح أو من القائمة.',
}
