import type { libraryRefusals as english } from '../en/library-refusals.ts'

export const libraryRefusals: typeof english = {
  offline: 'لا يمكن الوصول إلى الخادم. حاول مجددًا.',
  'not-found': 'لم يعد المستند موجودًا.',
  'sign-in-needed': 'هذا لمن لديهم حساب هنا. سجّل الدخول للقيام به.',
  'too-many-documents': 'مستندات جديدة كثيرة جدًا من هذا العنوان. حاول لاحقًا.',
  slow: 'طلبات كثيرة جدًا من هذا العنوان. حاول بعد لحظة.',
  internal: 'حدثت مشكلة لدى الخادم. حاول مجددًا.',
  'storage-unavailable': 'لا يستطيع الخادم تخزين شيء الآن. حاول لاحقًا.',
  draining: 'يُعاد تشغيل الخادم. حاول بعد لحظة.',
}
