import type { leave as english } from '../en/leave.ts'

export const leave: typeof english = {
  title: 'هل تغادر نصًا غير محفوظ؟',
  confirm: 'المغادرة وفقدانه',
  words: 'ما كتبته أخيرًا لم يؤكده الخادم وليس محفوظًا على هذا الجهاز. إن غادرت الآن فقد يضيع.',
}
