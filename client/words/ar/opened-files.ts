import type { openedFiles as english } from '../en/opened-files.ts'
import { own } from './counted.ts'

export const openedFiles: typeof english = {
  noFile: 'لم يكن ذلك ملفًا.',
  oneAtATime: 'ملف واحد في كل مرة: كل ملف يصير مستندًا مستقلًا.',
  unreadable: (name) => `لا يمكن قراءة «${own(name)}». لا يمكن فتح مجلد، بل ملف نصي فقط.`,
  noText: (name) => `«${own(name)}» ليس ملفًا نصيًا.`,
  tooLarge: (name, size, most) => `«${own(name)}» كبير جدًا: ${size} م.ب، ولا يمكن فتح مستند من أكثر من ${most} م.ب.`,
}
