import type { settings as english } from '../en/settings.ts'

export const settings: typeof english = {
  title: 'الإعدادات',
  note: 'لكل المستندات في هذا المتصفح. لا يراها أحد غيرك.',
  theme: 'الألوان',
  themes: { system: 'حسب النظام', light: 'فاتحة', dark: 'داكنة', contrast: 'تباين عالٍ' },
  size: 'حجم النص',
  sizes: { normal: 'عادي', small: 'صغير', large: 'كبير', largest: 'كبير جدًا' },
  measure: 'عرض النص',
  measures: { normal: 'عادي', narrow: 'ضيق', wide: 'واسع', full: 'بعرض النافذة' },
  lines: 'أرقام السطور',
  linesShown: { plain: 'مخفية', numbered: 'ظاهرة' },
  spelling: 'التدقيق الإملائي',
  spellings: { checked: 'مفعّل', unchecked: 'غير مفعّل' },
  indentation: 'مقدار مفتاح Tab',
  indentations: { '2': 'مسافتان', '4': 'أربع مسافات', tab: 'علامة جدولة' },
  keys: 'المفاتيح كما في',
}
