import type { administered as english } from '../en/administered.ts'

export const administered: typeof english = {
  inTrash: 'في سلة المهملات',
  publishedAt: (slug) => `منشور على ‎/p/${slug}`,
  unpublish: 'إلغاء النشر…',
  unpublishTitle: 'هل تريد إلغاء نشر هذا المستند؟',
  unpublishConfirm: 'إلغاء النشر',
  unpublishWords: 'من الآن لن يستطيع أحد قراءته على عنوانه العام. لا يتغيّر شيء آخر، ويستطيع مالكه نشره من جديد.',
  unpublished: 'لم يعد المستند منشورًا.',
  files: 'ملفات المستندات',
  filesAmount: (count, bytes) => `${count.toLocaleString('ar')} (${bytes})`,
}
