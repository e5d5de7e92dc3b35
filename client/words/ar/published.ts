import type { published as english } from '../en/published.ts'

export const published: typeof english = {
  notPublished: 'لم تعد هذه الصفحة منشورة.',
  manyRead: 'يقرأ كثيرون هذه الصفحة الآن: تظهر التغييرات عند إعادة تحميلها.',
  noConnection: 'لا يوجد اتصال: قد يكون هذا قد تغيّر.',
  cut: 'هذه هي البداية: المستند أطول مما يمكن أن تكون عليه صفحة منشورة.',
}
