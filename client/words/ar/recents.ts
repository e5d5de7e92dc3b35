import type { recents as english } from '../en/recents.ts'
import { own } from './counted.ts'

export const recents: typeof english = {
  label: 'المستندات الأخيرة',
  blank: 'مستند جديد',
  heading: 'المستندات الأخيرة',
  empty: 'المستندات التي تفتحها في هذا المتصفح تُدرج هنا.',
  title: 'عنوان المستند',
  actionsFor: (title) => `إجراءات «${own(title)}»`,
  rename: 'إعادة التسمية',
  forget: 'نسيان',
  forgetTitle: 'هل تُنسى التعديلات غير المحفوظة؟',
  forgetThem: 'نسيانها',
  forgetWords: (title) => `في «${own(title)}» تعديلات أو ملفات على هذا الجهاز وحده. النسيان يحذفها، ولا يمكن استعادتها.`,
  unsaved: 'غير محفوظ',
  all: 'كل المستندات',
  signIn: 'تسجيل الدخول',
}
