const rules = new Intl.PluralRules('de')

/** „1 Dokument“, „3 Dokumente“; with `one` as it stands there. */
export function counted(count: number, one: string, others: string): string {
  return rules.select(count) === 'one' ? one : `${count.toLocaleString('de')} ${others}`
}
