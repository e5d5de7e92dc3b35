import type { offline as english } from '../en/offline.ts'

export const offline: typeof english = {
  newVersion: 'إصدار جديد من Weft جاهز.',
  reload: 'إعادة التحميل',
  saving: 'جارٍ الحفظ…',
  later: 'لاحقًا',
  notKept: 'لم يُحفظ نصك كله بعد، لا على الخادم ولا على هذا الجهاز. إعادة التحميل الآن تفقدك ما لم يُحفظ.',
  uploading: 'لا تزال ملفات قيد الرفع. إعادة التحميل الآن تفقدك ما لم يصل منها إلى النص بعد.',
  reloadAnyway: 'إعادة التحميل رغم ذلك',
  onDevice: 'على هذا الجهاز',
  noneOnDevice: 'لا يوجد مستند على هذا الجهاز بعد. ما تفتحه من مستندات يبقى هنا منذ ذلك الحين.',
  appDescription: 'اكتبوا مستندًا واحدًا معًا، باتصال أو بدونه.',
  newDocument: 'مستند جديد',
  allDocuments: 'كل المستندات',
}
