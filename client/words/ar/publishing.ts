import type { publishing as english } from '../en/publishing.ts'
import { own } from './counted.ts'

export const publishing: typeof english = {
  published: 'نُشرت الصفحة. يمكن للجميع قراءتها على عنوانها.',
  changed: 'تغيّرت الصفحة.',
  moved: 'للصفحة عنوان جديد. القديم لم يعد يؤدي إلى شيء.',
  unpublished: 'لم تعد الصفحة منشورة.',
  embeddingCopied: 'نُسخ ما يعرض الصفحة داخل صفحة أخرى.',
  embeddingNotCopied: (address) => `لا يسمح هذا المتصفح للصفحة بالنسخ. عنوانها داخل صفحة أخرى هو ${own(address)}`,
  title: 'الصفحة المنشورة',
  what: 'حين يُنشر المستند يمكن للجميع قراءته كما هو في أي وقت، بلا رابط وبلا حساب. وتجده محركات البحث. لا يمكن لأحد تغييره هناك أو معرفة من كتبه وكيف كان من قبل.',
  readAt: (address) => ['يمكن للجميع قراءة هذا المستند على ', address],
  pageName: 'الصفحة المنشورة',
  copyEmbedding: 'نسخ للتضمين',
  publishAsk: 'نشر…',
  changeAsk: 'تغيير…',
  unpublish: 'إلغاء النشر',
  slugWrong: 'يتكون العنوان من حروف من a إلى z وأرقام وشرطات.',
  address: 'العنوان',
  movedWords: 'مع عنوان آخر لا يعود العنوان الحالي يؤدي إلى شيء، ويصبح متاحًا لغيرك.',
  description: 'الوصف',
  descriptionDetail: '(اختياري، يظهر مع الروابط إلى الصفحة)',
  publish: 'نشر',
  save: 'حفظ',
  cancel: 'إلغاء',
}
