import type { roles as english } from '../en/roles.ts'

export const roles: typeof english = {
  verbs: {
    owner: 'التعديل والمشاركة',
    editor: 'التعديل',
    suggester: 'اقتراح تغييرات',
    commenter: 'التعليق',
    viewer: 'القراءة',
  },
  names: {
    owner: 'مالك',
    editor: 'محرر',
    suggester: 'مقترِح',
    commenter: 'معلّق',
    viewer: 'قارئ',
  },
}
