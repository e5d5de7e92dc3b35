import type { together as english } from '../en/together.ts'

const plurals = new Intl.PluralRules('ar')
const list = new Intl.ListFormat('ar')
const numbers = new Intl.NumberFormat('ar')

function others(count: number): string {
  const form = plurals.select(count)
  if (form === 'one') return 'شخص آخر'
  if (form === 'two') return 'شخصان آخران'
  return form === 'few' ? `${numbers.format(count)} آخرون` : `${numbers.format(count)} شخصًا آخر`
}

function who(names: readonly string[], more: number): string {
  return list.format(more === 0 ? names : [...names, others(more)])
}

export const together: typeof english = {
  away: 'غير متواجد',
  awayCount: (count) => `${numbers.format(count)} غير متواجد`,
  goTo: (name) => `الانتقال إلى مؤشر ${name}`,
  noCursor: (name) => `لا مؤشر في النص لدى ${name}`,
  follow: 'متابعة',
  followSomebody: (name) => `متابعة ${name}: رؤية ما يظهر لديه`,
  following: (name) => `تتابع الآن ${name}`,
  followingHint: (name) => `تتابع الآن ${name}. مفتاح Escape يوقف المتابعة.`,
  stopFollowing: 'إيقاف',
  stopFollowingSomebody: (name) => `إيقاف متابعة ${name}`,
  leaderLeft: (name) => `غادر ${name}، فلم يعد هناك من تتابعه.`,
  leaderNowhere: (name) => `لا يمكن متابعة ${name}: لا يُعرف أي موضع يظهر لديه.`,
  leaderFollowsYou: (name) => `${name} يتابعك بالفعل، فلو تابعته لتوقفتما معًا.`,
  news: 'الأشخاص',
  joined: (names, more) => `انضم: ${who(names, more)}.`,
  left: (names, more) => `غادر: ${who(names, more)}.`,
  wroteNear: (names, more) => `كتابة قرب مؤشرك: ${who(names, more)}.`,
  marks: 'أماكن الآخرين',
  mark: (name, line) => `${name}، السطر ${numbers.format(line)}`,
  spoken: 'من ينضم ومن يغادر ومن يكتب قربك',
  spokenOn: 'يُقرأ بصوت عالٍ',
  spokenOff: 'لا يُقرأ بصوت عالٍ',
}
