import type { commandGroups as english } from '../en/command-groups.ts'

export const commandGroups: typeof english = {
  Text: 'نص',
  Paragraph: 'فقرة',
  Insert: 'إدراج',
  Table: 'جدول',
  Lines: 'سطور',
  Search: 'بحث',
}
