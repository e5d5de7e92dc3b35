import type { writing as english } from '../en/writing.ts'
import { own } from './counted.ts'

const plural = new Intl.PluralRules('ar')
const number = new Intl.NumberFormat('ar')

/** What is counted stands in the form that its number asks for. */
const LINES: Readonly<Record<Intl.LDMLPluralRule, (count: string) => string>> = {
  zero: (count) => `${count} سطر`,
  one: () => 'سطر واحد',
  two: () => 'سطرين',
  few: (count) => `${count} أسطر`,
  many: (count) => `${count} سطرًا`,
  other: (count) => `${count} سطر`,
}

export const writing: typeof english = {
  undo: 'تراجع',
  redo: 'إعادة',
  comment: 'تحويل إلى تعليق',
  dragLines: 'اسحب للنقل. من لوحة المفاتيح: Alt مع السهمين إلى أعلى وأسفل.',
  linesMoved: (count) => `تم نقل ${LINES[plural.select(count)](number.format(count))}.`,
  format: 'صيغة الملف…',
  formatOf: (name) => `صيغة الملف: ${own(name)}`,
  formatTitle: 'صيغة الملف',
  formatNote: 'كيف يُقرأ النص عند الجميع: تدل على ذلك لاحقة العنوان، مثل «notes.py». ولا يحتاج Markdown إلى لاحقة.',
  findFormat: 'ابحث عن صيغة',
  formats: 'الصيغ',
  noFormat: 'لا توجد صيغة بهذا الاسم.',
  formatNow: 'الحالية',
  noColours: 'تظهر ألوان هذه الصيغة عند توفر الاتصال.',
}
