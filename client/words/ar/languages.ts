import type { languages as english } from '../en/languages.ts'

export const languages: typeof english = {
  language: 'اللغة',
  asBrowser: 'حسب المتصفح',
}
