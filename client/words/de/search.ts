import type { search as english } from '../en/search.ts'

export const search: typeof english = {
  find: 'Suchen',
  replaceWith: 'Ersetzen durch',
  next: 'Nächster',
  previous: 'Voriger',
  all: 'Alle',
  matchCase: 'Groß- und Kleinschreibung',
  regexp: 'Regulärer Ausdruck',
  wholeWords: 'Ganze Wörter',
  replace: 'Ersetzen',
  replaceAll: 'Alle ersetzen',
  close: 'Suche schließen',
  more: 'Ersetzen und Optionen',
  none: 'Keine Treffer',
  invalid: 'Kein regulärer Ausdruck',
  found: (count) => `${count.toLocaleString('de')} Treffer`,
  many: (count) => `über ${count.toLocaleString('de')} Treffer`,
  at: (index, count) => `${index.toLocaleString('de')} von ${count.toLocaleString('de')}`,
}
