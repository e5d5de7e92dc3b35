import type { Right, slides as english } from '../en/slides.ts'

const list = new Intl.ListFormat('ar')
const numbers = new Intl.NumberFormat('ar')
const n = (value: number): string => numbers.format(value)

const RIGHTS: Readonly<Record<Right, string>> = {
  edit: 'تحرير المستند',
  suggest: 'اقتراح تعديلات على المستند',
  comment: 'التعليق على المستند',
  read: 'قراءة المستند',
}

export const slides: typeof english = {
  present: 'العرض كشرائح',
  label: 'الشرائح',
  coming: 'الشرائح في طريقها إليك.',
  missing: 'ما يعرض الشرائح ليس على هذا الجهاز بعد. سيأتي عند توفر الاتصال.',
  slow: 'شيء في المستند يستغرق عرضه وقتًا أطول من اللازم، فلا شرائح له.',
  empty: 'لم يُكتب شيء هنا بعد. سطر من ثلاث شرطات (---) يبدأ شريحة جديدة.',
  tryAgain: 'المحاولة مرة أخرى',
  place: (slide, count) => `${n(slide)} / ${n(count)}`,
  spoken: (slide, count, title) => `الشريحة ${n(slide)} من ${n(count)}${title === '' ? '' : `: ${title}`}`,
  progress: 'التقدم',
  back: 'الشريحة السابقة',
  forward: 'الشريحة التالية',
  list: 'كل الشرائح',
  noTitle: '(بلا عنوان)',
  fullScreen: 'ملء الشاشة',
  speaker: 'واجهة المتحدث',
  audience: 'الشرائح وحدها',
  black: 'شاشة سوداء',
  blackNow: 'الشاشة سوداء. أي مفتاح يعيد إظهار الشرائح.',
  help: 'المفاتيح',
  leave: 'إنهاء',
  copyLink: 'نسخ رابط الجمهور',
  linkCopied: (right) =>
    right === null
      ? 'نُسخ الرابط. وهو يتبع الشرائح التي تعرضها.'
      : `نُسخ الرابط. من لديه الرابط يتبع شرائحك، ويمكنه ${RIGHTS[right]}.`,
  linkRights: 'رابط القراءة فقط يُنشأ من نافذة المشاركة.',
  linkByHand: 'انسخ رابط الجمهور',
  waiting: 'لا أحد يعرض بعد. ستتبع الشرائح العرض حالما يبدأ.',
  following: (name) => `تتبع عرض ${name}`,
  onOwn: (name) => `تتصفح وحدك. وما زال ${name} يعرض.`,
  backToPresenter: 'العودة إلى العارض',
  ended: (name) => `أنهى ${name} العرض.`,
  presenter: 'العارض',
  presenters: (names) => `يعرض الآن: ${list.format(names)}`,
  current: 'هذه الشريحة',
  next: 'الشريحة التالية',
  end: 'هذه آخر شريحة.',
  notes: 'الملاحظات',
  noNotes: 'لا ملاحظات لهذه الشريحة. ما يلي سطرًا يبدأ بـ «Note:» يظهر هنا، ولا يراه أحد سواك.',
  time: 'الوقت',
  elapsed: 'منذ البداية',
  reset: 'من الصفر',
  keys: {
    forward: 'الشريحة التالية',
    back: 'الشريحة السابقة',
    ends: 'الشريحة الأولى والأخيرة',
    number: 'الشريحة ذات هذا الرقم',
    list: 'كل الشرائح للانتقال إليها',
    fullScreen: 'ملء الشاشة',
    speaker: 'واجهة المتحدث في نافذة مستقلة',
    black: 'شاشة سوداء ثم العودة',
    help: 'هذه المفاتيح',
    leave: 'خروج',
  },
  numberThenEnter: 'الرقم ثم Enter',
}
