import type { messages as english } from '../en/messages.ts'
import { own } from './counted.ts'

export const messages: typeof english = {
  notFound: 'لم يُعثر على المستند',
  deleted: 'حُذف هذا المستند',
  accessEnded: 'لم يعد بإمكانك الدخول',
  signIn: 'سجّل الدخول لفتح هذا المستند',
  passwordNeeded: 'يتطلب هذا الرابط كلمة مرور',
  tooOld: 'هذه الصفحة قديمة',
  cannotOpen: 'لا يمكن فتح هذا المستند',
  wholeLink: (why, sign) => [why, ' لا يعمل الرابط إلا كاملًا، مع كل ما يلي علامة ', sign, '.'],
  notAllKept: 'ليس كل نصك محفوظًا على هذا الجهاز. خذه معك ثم أعد التحميل.',
  broken: 'تعطل شيء في هذه الصفحة',
  takeAlong: 'يمكنك هنا أخذ ما كُتب حتى الآن. إعادة التحميل تفتح المستند من جديد.',
  startAgain: 'إعادة التحميل تشغّلها من جديد.',
  textHere: 'النص كما هو في هذه الصفحة',
  setAsideOf: (time) => `مع تعديلاتك التي وُضعت جانبًا، ${own(time)}`,
  setAsideTitle: (title) => `${title} (وُضع جانبًا)`,
  reload: 'إعادة التحميل',
  blank: 'مستند جديد',
}
