import type { ui as english } from '../en/ui.ts'

export const ui: typeof english = {
  close: 'إغلاق',
  cancel: 'إلغاء',
  clickToChange: (label) => `${label}: انقر للتغيير`,
}
