import type { transfer as english } from '../en/transfer.ts'

const plural = new Intl.PluralRules('ar')

interface Forms {
  readonly one: string
  readonly two: string
  /** From three to ten; the number stands before it. */
  readonly few: string
  /** From eleven on, and none. */
  readonly many: string
}

function counted(count: number, { one, two, few, many }: Forms): string {
  const form = plural.select(count)
  if (form === 'one') return one
  if (form === 'two') return two
  return `${count.toLocaleString('ar')} ${form === 'few' ? few : many}`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `«${name}»`)
  const more = names.length - shown.length
  return new Intl.ListFormat('ar').format(more > 0 ? [...shown, `و${more.toLocaleString('ar')} غيرها`] : shown)
}

const DOCUMENTS: Forms = { one: 'مستند واحد', two: 'مستندان', few: 'مستندات', many: 'مستندًا' }
const PICTURES: Forms = { one: 'صورة واحدة', two: 'صورتان', few: 'صور', many: 'صورة' }
const FILES: Forms = { one: 'ملف واحد', two: 'ملفان', few: 'ملفات', many: 'ملفًا' }

export const transfer: typeof english = {
  importTitle: 'استيراد مستندات',
  importWords:
    'يصبح كل ملف مستندًا لك. وتأتي الصور التي يعرضها النص معه إذا كانت بجانبه. والروابط بين الملفات تؤدي إلى المستندات الجديدة لمن يحق له فتحها.',
  kinds:
    'ملفات Markdown والنصوص العادية والشيفرات وصفحات الويب (‎.html) ومستندات Word (‎.docx)، والمجلدات أو أرشيفات ‎.zip منها.',
  limits: (text, word, archive) =>
    `على الأكثر ${text.toLocaleString('ar')} م.ب. للنص، و${word.toLocaleString('ar')} م.ب. لمستند Word، و${archive.toLocaleString('ar')} م.ب. للأرشيف.`,
  orDrop: 'يمكنك أيضًا إفلات الملفات والمجلدات في أي مكان من الصفحة. أما الشيفرة التي تُفلت على نص مفتوح فتدخله كملف.',
  chooseFiles: 'اختيار ملفات…',
  chooseFolder: 'اختيار مجلد…',
  cancel: 'إلغاء',
  close: 'إغلاق',
  importing: 'جارٍ الاستيراد',
  unpacking: (name) => `جارٍ فتح «${name}»`,
  exporting: 'جارٍ إعداد الملف',
  exportingWords: 'تُوضع فيه الصور والصيغ والمخططات.',
  gathering: 'جارٍ جمع مستنداتك',
  progress: (done, all, name) => `${(done + 1).toLocaleString('ar')} من ${all.toLocaleString('ar')}: ${name}`,
  comesNext: 'ما أفلتَّه في هذه الأثناء يأتي بعد ذلك.',
  made: (count) => `أُنشئ ${counted(count, DOCUMENTS)}.`,
  noneMade: 'لم يُنشأ أي مستند.',
  stopped: 'لقد أوقفت العملية. ما أُنشئ حتى ذلك الحين موجود.',
  importDone: 'الاستيراد',
  exportDone: 'التنزيل',
  exportMade: 'الملف جاهز. وهذا ما ليس فيه كما هو في المستند:',
  archiveMade: (count) => `في الأرشيف ${counted(count, DOCUMENTS)}.`,
  archiveEmpty: 'لا يوجد ما يوضع في أرشيف.',
  notKept: 'ما لم يُحفظ',
  moreLosses: (count) =>
    `و${counted(count, { one: 'أمر آخر', two: 'أمران آخران', few: 'أمور أخرى', many: 'أمرًا آخر' })} من هذا النوع.`,

  tooLarge: (size, limit) =>
    `كبير جدًا: ${size.toLocaleString('ar')} م.ب.، ويمكن استيراد ${limit.toLocaleString('ar')} م.ب. على الأكثر.`,
  noText: 'هذا ليس ملفًا نصيًا.',
  unreadable: 'لا يمكن قراءته.',
  guessedEncoding: (encoding) => `لا يذكر الملف ترميزه، فقُرئ على أنه بترميز ${encoding}.`,
  nestedTooDeep: 'فيه تداخل أعمق من أن يُقرأ.',
  missingPictures: (count) => `${counted(count, PICTURES)} ليست بجانبه: لم تُحفظ إلا كلماتها.`,
  deadLinks: (names) =>
    `عناوين لا تؤدي إلى شيء (${names.length.toLocaleString('ar')})، لأن ما تشير إليه لم يأتِ معها: ${listed(names)}.`,
  deadVaultLinks: (names) =>
    `روابط بين أقواس مزدوجة بقيت نصًا (${names.length.toLocaleString('ar')})، لأن ما تشير إليه لم يأتِ معها: ${listed(names)}.`,
  scripts: 'تُركت النصوص البرمجية.',
  looks: 'تُركت الألوان والخطوط والأحجام: ليس في Markdown شيء منها.',
  embedded: 'تُركت الصفحات والأفلام والرسوم المضمّنة.',
  forms: 'تُركت النماذج.',
  comments: (count) => `تُرك ${counted(count, { one: 'تعليق واحد', two: 'تعليقان', few: 'تعليقات', many: 'تعليقًا' })}.`,
  deletions: (count) =>
    `عُدّ ${counted(count, { one: 'حذف متتبَّع واحد', two: 'حذفان متتبَّعان', few: 'عمليات حذف متتبَّعة', many: 'عملية حذف متتبَّعة' })} منفّذًا.`,
  changedFormulas: (count) => `صيغ غُيّرت في Word ‏(${count.toLocaleString('ar')}): بقيت في النص كما كانت من قبل.`,
  foreignFormulas: (count) => `تُركت صيغ كُتبت في Word ‏(${count.toLocaleString('ar')}).`,
  headersAndFooters: 'تُركت رؤوس الصفحات وتذييلاتها.',
  styles: (names) => `الأنماط التي لا تعني شيئًا هنا صارت فقرات عادية: ${listed(names)}.`,
  asReaderSays: (message) => `لم يُفهم شيء ما: ${message}`,
  noWordDocument: 'لا يمكن قراءته كمستند Word: إنه تالف أو محمي بكلمة مرور أو كبير جدًا أو ليس ‎.docx.',
  tooDeep: (depth) => `تُفحص المجلدات حتى عمق ${depth.toLocaleString('ar')}؛ وهذا أعمق.`,
  tooManyFiles: (limit) => `يُفحص من المجلد ما لا يزيد على ${limit.toLocaleString('ar')} ملف. تُرك الباقي.`,
  tooManyTexts: (limit) => `يُنشأ في المرة الواحدة ما لا يزيد على ${limit.toLocaleString('ar')} مستند. تُرك الباقي.`,
  codeLeftOut: (count, limit) =>
    `تُركت ملفات شيفرة ‏(${count.toLocaleString('ar')}): لا تؤخذ الشيفرة من المجلدات والأرشيفات إلا إذا لم تزد على ${limit.toLocaleString('ar')} ملف. اختر الملفات التي تريدها بعينها.`,
  otherFiles: (names) => `${counted(names.length, FILES)} ليس نصًا يمكن استيراده: ${listed(names)}.`,
  unseenPictures: (names) => `تُركت صور لا يعرضها أي نص (${names.length.toLocaleString('ar')}): ${listed(names)}.`,
  nothingToImport: 'ليس فيه ما يمكن استيراده.',
  empty: 'إنه فارغ.',
  archiveRefused: {
    'not-an-archive': 'لا يمكن فتحه: إنه تالف أو ليس ‎.zip.',
    'too-many-entries': 'فيه عناصر أكثر مما يمكن فحصه. لم يؤخذ منه شيء.',
    'too-much': 'سيكون بعد فك ضغطه أكبر من كل ما يمكن استيراده. لم يؤخذ منه شيء.',
  },
  entrySkipped: {
    'unsafe-path': 'اسمه يقود إلى خارج الأرشيف. فتُرك.',
    'too-large': 'سيكون بعد فك ضغطه كبيرًا جدًا. فتُرك.',
    unreadable: 'لا يمكن فك ضغطه: إنه تالف أو محمي بكلمة مرور.',
  },
  keptHere: 'هو محفوظ على هذا الجهاز ولم يُحفظ على الخادم بعد. سيُرسل حالما يقبله الخادم.',
  inPageOnly:
    'لم يُحفظ على الخادم بعد، وقد لا يحتفظ به هذا الجهاز أيضًا: ربما لا يوجد حتى الآن إلا في هذه الصفحة. احتفظ بالملف إلى أن يُحفظ.',

  noConnection: 'تعذّرت قراءته: لا يوجد اتصال، وليس محفوظًا على هذا الجهاز.',
  filesNotListed: 'تعذّرت قراءة ملفاته. أما نصه فموجود.',
  pictureNotRead: 'تعذّرت قراءة هذه الصورة.',
  notMade: 'تعذّر إعداد الملف. حاول مرة أخرى حين يكون هناك اتصال.',
  linkedMedia: (count) =>
    `${counted(count, PICTURES)} أو أفلام من مكان آخر: يوجد رابط بدلها، كي لا يطلب الملف شيئًا من أحد.`,
  filesLeftOut: (count) =>
    `${counted(count, { one: 'رابط واحد', two: 'رابطان', few: 'روابط', many: 'رابطًا' })} إلى ملفات المستند: الكلمات موجودة، أما الملفات فلا.`,
  undrawn: (count) =>
    `${counted(count, { one: 'مخطط واحد', two: 'مخططان', few: 'مخططات', many: 'مخططًا' })} لا يمكن رسمه: مصدره موجود.`,
  asWritten: 'بعض الشيفرة أو الصيغ ظاهر كما كُتب: لم يصل ما يعرضه في الوقت المناسب.',
  htmlLeftOut: 'وسوم HTML في النص: كلماتها موجودة دون ما تقوله الوسوم.',
  diagramsAsCode: 'المخططات: مصدرها موجود.',
  formulasAsText: 'صيغ لا يعرفها Word: موجودة كما كُتبت.',
}
