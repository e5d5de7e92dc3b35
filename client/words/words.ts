import type { Language } from './language.ts'

/**
 * What the page says. Each area of the program has its words in `en/<area>.ts`, in the bundle beside what says them:
 *
 *     const words = wordsOf('languages', languages)
 *
 * Those of another language are one script, which the page's HTML fetches beside the program, and which has run before it. The
 * language stays as it is for as long as the page is open: words can then be constants, and whoever chooses another reloads. In a
 * worker, and where there is no page, nobody has chosen: what is said there is handed over.
 *
 * Nothing here waits: with an `await` at the top of a module, the bundler would leave each module apart that two parts share.
 */
interface Spoken {
  readonly language: Language
  readonly areas: Readonly<Record<string, object>>
}

/** Undefined in English, and where another language cannot be fetched: that is no reason to show nothing. */
const spoken = (globalThis as { readonly weftWords?: Spoken }).weftWords

export const language: Language = spoken?.language ?? 'en'

if (typeof document !== 'undefined') document.documentElement.lang = language

/** The words of an area in the page's language; in English where it has none of them. */
export function wordsOf<Words extends object>(area: string, english: Words): Words {
  return (spoken?.areas[area] as Words | undefined) ?? english
}
