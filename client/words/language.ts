/** The languages that the page speaks; the first unless somebody wants another. */
export const LANGUAGES = ['en', 'de', 'ar'] as const

export type Language = (typeof LANGUAGES)[number]

/** Where the browser keeps what somebody chose; without it, the languages of the browser decide. `index.html` reads it. */
export const LANGUAGE_KEY = 'weft.language'

/** @param wanted BCP 47 tags, the most wanted first. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language)
    if (found !== undefined) return found
  }
  return LANGUAGES[0]
}
