import type { libraryQuestions as english } from '../en/library-questions.ts'
import { own } from './counted.ts'

export const libraryQuestions: typeof english = {
  deleteTitle: 'هل يُحذف هذا المستند؟',
  moveToTrash: 'نقل إلى المهملات',
  deleteWords: (title) =>
    `يُغلق «${own(title)}» عند كل من فتحه، ولا يمكن لأحد فتحه بعد ذلك. يمكنك استعادته خلال 30 يومًا. وإن كان منشورًا فصفحته تختفي أيضًا في هذه الأثناء.`,
  othersTrash: 'إن كان في مهملات مالكه فيمكن استعادته خلال 30 يومًا، وعندها تعمل روابطه من جديد.',
  ownTrash: 'إن نقلته إلى المهملات فسيبقى هناك 30 يومًا، ولا يمكن لأحد فتحه في هذه الأثناء.',
  restore: 'تراجع: استعادته',
  purgeTitle: 'هل يُحذف نهائيًا؟',
  purge: 'حذف نهائي',
  purgeWords: (title) => `سيزول «${own(title)}» مع سجلّه وروابطه، ولا يمكن استعادته.`,
  losesEdits: 'فيه تعديلات على هذا الجهاز وحده، وستضيع.',
  giveUpTitle: 'هل يُزال من قائمتك؟',
  giveUp: 'التخلي عن الدخول',
  giveUpWords: (title) =>
    `تتخلى عن دخولك إلى «${own(title)}»، ويزول ما يحتفظ به هذا الجهاز منه. ويبقى للآخرين كما هو. للعودة تحتاج إلى رابط أو إلى مالكه.`,
  forgetTitle: 'هل تُنسى التعديلات غير المحفوظة؟',
  forget: 'نسيانها',
  forgetWords: (title) => `في «${own(title)}» تعديلات على هذا الجهاز وحده. النسيان يحذفها، ولا يمكن استعادتها.`,
}
