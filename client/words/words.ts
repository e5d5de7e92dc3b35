import { directionOf, type Language, languageOf } from './language.ts'

/**
 * What the page says. Each area of the program has its words in `en/<area>.ts`, in the bundle beside what says them:
 *
 *     const words = wordsOf('languages', languages)
 *
 * Those of another language are one file, fetched before anything is shown. The language stays as it is for as long as the page is
 * open: words can then be constants, and whoever chooses another reloads. Which it is, the page's HTML has decided, so that the
 * file comes beside the program. In a worker, and where there is no page, nobody has chosen: what is said there is handed over.
 */
const isPage = typeof document !== 'undefined'

type Areas = Readonly<Record<string, object>>

// The files of languages import types alone: what imported this file would wait for what waits for it.
const others: Record<Exclude<Language, 'en'>, () => Promise<{ areas: Areas }>> = {
  de: () => import('./de/areas.ts'),
  ar: () => import('./ar/areas.ts'),
}

const wanted = isPage ? languageOf([document.documentElement.lang]) : 'en'

/** Null in English, and where another language cannot be fetched: that is no reason to show nothing. */
const areas: Areas | null =
  wanted === 'en'
    ? null
    : await others[wanted]().then(
        (found) => found.areas,
        () => null,
      )

export const language: Language = areas === null ? 'en' : wanted

if (isPage) Object.assign(document.documentElement, { lang: language, dir: directionOf(language) })

/** The words of an area in the page's language; in English where it has none of them. */
export function wordsOf<Words extends object>(area: string, english: Words): Words {
  return (areas?.[area] as Words | undefined) ?? english
}
