import type { help as english } from '../en/help.ts'

export const help: typeof english = {
  title: 'Markdown والمفاتيح',
  what: 'ماذا',
  write: 'الكتابة',
  key: 'المفتاح',
  allActions: 'كل الإجراءات',
  thisHelp: 'هذه المساعدة',
  views: 'كتابة، مقسّم، قراءة',
  outline: 'المخطط',
  focusMode: 'وضع التركيز',
  share: 'مشاركة',
  undo: 'تراجع',
  redo: 'إعادة',
  complete: 'إكمال اسم: رمز تعبيري أو عنوان أو لغة أو أمر',
  leave: 'مغادرة النص بلوحة المفاتيح',
}
