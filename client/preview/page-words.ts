import { page } from '../words/en/page.ts'

/** What a document shown as a page says by itself, in the language of who reads. */
export type PageWords = typeof page

/** As long as nobody has handed over others. */
export const ENGLISH: PageWords = page

/** Puts what was found in the places that are marked with its names. */
export function filled(words: string, found: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (mark, name: string) => String(found[name] ?? mark))
}
