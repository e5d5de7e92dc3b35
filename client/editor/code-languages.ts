import type { LanguageDescription, LanguageSupport } from '@codemirror/language'

/** Fetches the first language that `isWanted`; null when there is none. Rejects when it cannot be fetched. */
export async function fetchLanguage(
  isWanted: (language: LanguageDescription) => boolean,
): Promise<LanguageSupport | null> {
  const { languages } = await import('@codemirror/language-data')
  return (await languages.find(isWanted)?.load()) ?? null
}
