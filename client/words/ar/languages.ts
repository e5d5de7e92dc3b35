import type { languageWords } from '../en/languages.ts'

export const languages: typeof languageWords = {
  language: 'اللغة',
  asBrowser: 'حسب المتصفح',
}
