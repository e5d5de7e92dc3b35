import type { languages as english } from '../en/languages.ts'

export const languages: typeof english = {
  language: 'Sprache',
  asBrowser: 'Wie der Browser',
}
