import type { together as english } from '../en/together.ts'
import { counted, own } from './counted.ts'

export const together: typeof english = {
  away: 'غير متواجد',
  awayCount: (count) => `${count} غير متواجد`,
  goTo: (name) => `الانتقال إلى مؤشر ${own(name)}`,
  noCursor: (name) => `لا مؤشر في النص لدى ${own(name)}`,
  follow: 'متابعة',
  followSomebody: (name) => `متابعة ${own(name)}: رؤية ما يظهر لديه`,
  following: (name) => `تتابع الآن ${own(name)}`,
  followingHint: (name) => `تتابع الآن ${own(name)}. مفتاح Escape يوقف المتابعة.`,
  stopFollowing: 'إيقاف',
  stopFollowingSomebody: (name) => `إيقاف متابعة ${own(name)}`,
  leaderLeft: (name) => `غادر ${own(name)}، فلم يعد هناك من تتابعه.`,
  leaderNowhere: (name) => `لا يمكن متابعة ${own(name)}: لا يُعرف أي موضع يظهر لديه.`,
  leaderFollowsYou: (name) => `${own(name)} يتابعك بالفعل، فلو تابعته لتوقفتما معًا.`,
  news: 'الأشخاص',
  others: (count) =>
    counted(count, {
      one: 'شخص آخر',
      two: 'شخصان آخران',
      few: 'أشخاص آخرين',
      many: 'شخصًا آخر',
      other: 'شخص آخر',
    }),
  joined: (who) => `انضم: ${own(who)}.`,
  left: (who) => `غادر: ${own(who)}.`,
  wroteNear: (who) => `كتابة قرب مؤشرك: ${own(who)}.`,
  marks: 'أماكن الآخرين',
  mark: (name, line) => `${own(name)}، السطر ${line}`,
  spoken: 'من ينضم ومن يغادر ومن يكتب قربك',
  spokenOn: 'يُقرأ بصوت عالٍ',
  spokenOff: 'لا يُقرأ بصوت عالٍ',
}
