import type { deeds as english } from '../en/deeds.ts'
import { counted, documents, own } from './counted.ts'
import { roles } from './roles.ts'

/** As the server keeps it. */
function named(role: string): string {
  const names: Readonly<Record<string, string>> = roles.names
  return names[role] ?? role
}

function of(about: string): string {
  return about === '' ? '' : ` (${own(about)})`
}

export const deeds: typeof english = {
  'link-added': (_about, role) => `أنشأ رابطًا (${named(role)})`,
  'link-revoked': (_about, role) => `ألغى رابطًا (${named(role)})`,
  'link-restored': (_about, role) => `تراجع عن إلغاء رابط (${named(role)})`,
  'link-rotated': (_about, role) => `أعطى رابطًا سرًّا جديدًا (${named(role)})`,
  'role-given': (about, role) => `أعطى ${own(about)} دورًا (${named(role)})`,
  'access-removed': (about) => `سحب دخول ${own(about)}`,
  'owner-changed': (about) => `سلّم مستندًا إلى ${own(about)}`,
  'access-given-up': () => 'تخلى عن الدخول',
  'access-asked': () => 'طلب الدخول',
  'request-declined': (about) => `رفض طلب ${own(about)}`,
  'document-trashed': () => 'نقل مستندًا إلى المهملات',
  'document-restored': () => 'أخرج مستندًا من المهملات',
  'document-deleted': (_about, from) => (from === 'trash' ? 'حذف مستندًا بقي في المهملات 30 يومًا' : 'حذف مستندًا نهائيًا'),
  'document-published': (_about, slug) => `نشر مستندًا على ${own(slug)}`,
  'document-unpublished': () => 'سحب صفحة منشورة',
  'document-exported': () => 'صدّر نص مستند',
  'account-added': (about) => `أضاف الحساب ${own(about)}`,
  'signed-up': () => 'أنشأ حسابًا',
  'signed-in': (_about, device) => `سجّل الدخول (${own(device)})`,
  'signed-in-by-provider': (_about, device) => `سجّل الدخول عبر المزوّد (${own(device)})`,
  'session-ended': (about) => `أنهى جلسة${of(about)}`,
  'all-sessions-ended': (about) => `أنهى كل الجلسات${of(about)}`,
  'password-changed': (about) => `غيّر كلمة المرور${of(about)}`,
  'password-reset': () => 'اختار كلمة مرور جديدة برابط',
  'reset-link-made': (about) =>
    about === '' ? 'طلب رابطًا لكلمة مرور جديدة' : `أنشأ رابطًا لكلمة مرور جديدة${of(about)}`,
  'invitation-made': () => 'أنشأ دعوة',
  'account-suspended': (about) => `أوقف ${own(about)}`,
  'account-let-back': (about) => `سمح بعودة ${own(about)}`,
  'admin-made': (about) => `منح ${own(about)} حق الإدارة`,
  'admin-unmade': (about) => `سحب حق الإدارة من ${own(about)}`,
  'address-freed': (about) => `حرّر بريد حساب صار الآن ${own(about)}`,
  'documents-adopted': (about, count) => `أخذ من ${own(about)}: ${counted(Number(count), documents)}`,
}
