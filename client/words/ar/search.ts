import type { search as english } from '../en/search.ts'
import { counted } from './counted.ts'

const number = (count: number): string => count.toLocaleString('ar-u-nu-latn')

export const search: typeof english = {
  find: 'بحث',
  replaceWith: 'استبدال بـ',
  next: 'التالي',
  previous: 'السابق',
  all: 'الكل',
  matchCase: 'حالة الأحرف',
  regexp: 'نمط',
  wholeWords: 'كلمات كاملة',
  replace: 'استبدال',
  replaceAll: 'استبدال الكل',
  close: 'إغلاق البحث',
  more: 'الاستبدال والخيارات',
  none: 'لا نتائج',
  invalid: 'نمط غير صالح',
  found: (count) => counted(count, { one: 'نتيجة واحدة', two: 'نتيجتان', few: 'نتائج', many: 'نتيجة', other: 'نتيجة' }),
  many: (count) => `أكثر من ${number(count)} نتيجة`,
  at: (index, count) => `${number(index)} من ${number(count)}`,
}
