import { LANGUAGE_KEY, type Language, languageOf } from './language.ts'

/**
 * What the page says. Each area of the program has its words in `en/<area>.ts`, in the bundle beside what says them:
 *
 *     const words = wordsOf('languages', languages)
 *
 * Those of another language are one file, fetched before anything is shown. The language stays as it is for as long as the page is
 * open: words can then be constants, and whoever chooses another reloads.
 */

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY)
  } catch {
    return null
  }
}

/** In a worker, and where there is no page, nobody has chosen: what is said there is handed over. */
function chooseLanguage(): Language {
  if (typeof document === 'undefined') return 'en'
  const kept = keptLanguage()
  return languageOf(kept === null ? navigator.languages : [kept])
}

export const language: Language = chooseLanguage()

type Areas = Readonly<Record<string, object>>

// The files of languages import types alone: what imported this file would wait for what waits for it.
const others: Record<Exclude<Language, 'en'>, () => Promise<{ areas: Areas }>> = {
  de: () => import('./de/areas.ts'),
  ar: () => import('./ar/areas.ts'),
}

/** A language that cannot be fetched is no reason to show nothing. */
const areas: Areas =
  language === 'en'
    ? {}
    : await others[language]().then(
        (found) => found.areas,
        () => ({}),
      )

/** The words of an area in the page's language; in English where it has none of them. */
export function wordsOf<Words extends object>(area: string, english: Words): Words {
  return (areas[area] as Words | undefined) ?? english
}
