import type { gettingIn as english } from '../en/getting-in.ts'
import { counted } from './counted.ts'

export const gettingIn: typeof english = {
  wrongPassword: 'ليست هذه كلمة المرور.',
  password: 'كلمة مرور الرابط',
  open: 'فتح المستند',
  asked: 'لقد طلبت الدخول. إن كان هناك مستند كهذا فسيُخبَر مالكه، ويُفتح هنا تلقائيًا حين يسمح لك بالدخول.',
  name: 'اسمك كما يراه المالك',
  message: 'رسالة',
  optional: '(اختياري)',
  ask: 'طلب الدخول',
  orAsk: 'أو اطلب من مالك المستند إدخالك من دونها.',
  askAgain: 'يمكن لمالك المستند إدخالك من جديد.',
  askOwner: 'إن كان هناك مستند كهذا فيمكن لمالكه إدخالك.',
  slow: (minutes) =>
    `محاولات كثيرة جدًا. حاول بعد ${counted(minutes, { one: 'دقيقة', two: 'دقيقتين', few: 'دقائق', many: 'دقيقة', other: 'دقيقة' })}.`,
  noConnection: 'لا يوجد اتصال بالخادم. حاول حين يوجد اتصال.',
  refused: 'لا يسمح لك الخادم بالدخول.',
}
