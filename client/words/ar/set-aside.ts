import type { setAside as english } from '../en/set-aside.ts'
import { counted, own } from './counted.ts'

export const setAside: typeof english = {
  label: 'تعديلات وُضعت جانبًا',
  wereSetAside: (count) =>
    counted(count, {
      one: 'وُضعت بعض التعديلات جانبًا.',
      two: 'وُضعت مجموعتان من التعديلات جانبًا.',
      few: 'مجموعات من التعديلات وُضعت جانبًا.',
      many: 'مجموعة من التعديلات وُضعت جانبًا.',
      other: 'مجموعة من التعديلات وُضعت جانبًا.',
    }),
  kept: (why) => `${why} وهي محفوظة على هذا الجهاز.`,
  onlyHere: (why) => `${why} وهي في هذه الصفحة وحدها: راجعها قبل إغلاقها.`,
  review: 'مراجعة',
  notCompared: 'لا يمكن مقارنة التعديلات من دون اتصال. نصك',
  title: 'تعديلات وُضعت جانبًا',
  fileTitle: 'تعديلات وُضعت جانبًا',
  compared: (time, onlyYours, onlyTheirs) => [
    `نصك من ${own(time)} مقارنًا بالمستند الآن. `,
    onlyYours('المعلّم هكذا'),
    ' موجود في نصك وحده، و',
    onlyTheirs('هكذا'),
    ' في المستند وحده.',
  ],
  difference: 'الفرق',
  nothingLacks: 'في المستند كل ما في نصك.',
  mayNotChange: 'لا يمكنك تغيير المستند، لكن يمكنك نسخ نصك أو تنزيله.',
  discard: 'تجاهل',
  copy: 'نسخ',
  copied: 'نُسخ',
  copyBlocked: 'النسخ محظور',
  download: 'تنزيل بصيغة ⁨.md⁩',
  insertAgain: 'إدراجها كتعديلات جديدة',
  discardTitle: 'هل تُتجاهل هذه التعديلات؟',
  discardWords: 'هي على هذا الجهاز وحده ولا يمكن استعادتها.',
  moreLines: (count) =>
    `⋯ ${counted(count, { one: 'سطر واحد', two: 'سطران', few: 'أسطر', many: 'سطرًا', other: 'سطر' })} ⋯`,
}
