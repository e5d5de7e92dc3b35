import type { languageWords } from '../en/languages.ts'

export const languages: typeof languageWords = {
  language: 'Sprache',
  asBrowser: 'Wie der Browser',
}
