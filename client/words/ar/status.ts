import type { status as english } from '../en/status.ts'
import { counted } from './counted.ts'

export const status: typeof english = {
  opening: 'جارٍ الفتح',
  blank: 'لا شيء للحفظ بعد',
  saved: 'محفوظ',
  saving: 'جارٍ الحفظ',
  offline: 'غير متصل: لا تغييرات غير محفوظة',
  kept: 'غير متصل: محفوظ على هذا الجهاز',
  keptChanges: (count) =>
    `غير متصل: محفوظ على هذا الجهاز (${counted(count, { one: 'تغيير واحد', two: 'تغييران', few: 'تغييرات', many: 'تغييرًا', other: 'تغيير' })})`,
  notKept: 'غير متصل: ليس محفوظًا على هذا الجهاز',
  keeping: 'غير متصل: جارٍ الحفظ على هذا الجهاز',
  notSaved: (why) => `لم يُحفظ: ${why}`,
  isKept: 'محفوظ على هذا الجهاز.',
  isNotKept: 'ليس محفوظًا على هذا الجهاز.',
  tryNow: 'المحاولة الآن',
  tryingIn: (seconds) => `محاولة جديدة بعد ${seconds} ث`,
  trying: 'محاولة جديدة',
  label: 'حالة الحفظ',
  stillOpening: 'ما زال المستند قيد الفتح.',
  nothingYet: 'لا شيء للحفظ بعد: كل شيء يُحفظ أثناء الكتابة.',
  savedAlready: 'محفوظ بالفعل: كل شيء يُحفظ أثناء الكتابة.',
  savingNow: 'جارٍ الحفظ الآن: كل شيء يُحفظ أثناء الكتابة.',
}
