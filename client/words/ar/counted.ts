const rules = new Intl.PluralRules('ar')

/** What is counted, as Arabic has it behind or in place of the number. */
interface Forms {
  readonly one: string
  readonly two: string
  /** 3 to 10. */
  readonly few: string
  /** 11 to 99. */
  readonly many: string
  /** None, and hundreds. */
  readonly other: string
}

export function counted(count: number, { one, two, few, many, other }: Forms): string {
  const form = rules.select(count)
  if (form === 'one') return one
  if (form === 'two') return two
  return `${count.toLocaleString('ar-u-nu-latn')} ${form === 'few' ? few : form === 'many' ? many : other}`
}

/** What is counted most. */
export const documents: Forms = {
  one: 'مستند واحد',
  two: 'مستندان',
  few: 'مستندات',
  many: 'مستندًا',
  other: 'مستند',
}

/** Words of somebody's: they run in their own direction, and leave that of the sentence as it is. */
export function own(words: string): string {
  return `\u2068${words}\u2069`
}
