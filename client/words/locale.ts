import type { Language } from './language.ts'
import { language } from './words.ts'

/**
 * By what times and numbers are told in a language: the first of the browser's tags that is of it, since that says whose English it
 * is. Digits are those that stand in the catalogue.
 */
export function localeOf(spoken: Language, tags: readonly string[]): string {
  const tag = tags.find((each) => each.toLowerCase().split('-')[0] === spoken) ?? spoken
  return spoken === 'ar' ? `${tag}-u-nu-latn` : tag
}

/** That of the page, for `Intl`. */
export const locale: string = localeOf(language, typeof document === 'undefined' ? [] : navigator.languages)
