import type { languages as english } from '../en/languages.ts'

export const languages: typeof english = {
  language: 'اللغة',
  asBrowser: 'حسب المتصفح',
  onEnter: 'تظهر الصفحة بها عند الضغط على مفتاح الإدخال أو الانتقال إلى شيء آخر.',
  waits: 'تظهر الصفحة بها ما إن يكون نصك في أمان.',
  waitsForFiles: 'تظهر الصفحة بها ما إن ينتهي رفع الملفات.',
  notKept: 'لا يحتفظ هذا المتصفح بما تختاره.',
  losesTyped: 'هل تغيّر اللغة الآن؟',
  loseTyped: 'تغيير وفقدان المكتوب',
  typed: 'تُحمَّل الصفحة من جديد لذلك، فيضيع ما كتبته فيها.',
}
