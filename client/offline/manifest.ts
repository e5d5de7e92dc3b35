import type { Language } from '../words/language.ts'
import type { offline } from '../words/en/offline.ts'

const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set(['ar'])

const PAPER = '#fdfcfa'

/**
 * The web application manifest, as JSON. Every address in it is relative to its own, so that it is right under any path that the server
 * has.
 */
export function manifestFor(language: Language, words: typeof offline): string {
  return JSON.stringify({
    name: 'Weft',
    short_name: 'Weft',
    description: words.appDescription,
    lang: language,
    dir: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: PAPER,
    theme_color: PAPER,
    categories: ['productivity'],
    icons: [
      icon('icon', 192, 'any'),
      icon('icon', 512, 'any'),
      icon('maskable', 192, 'maskable'),
      icon('maskable', 512, 'maskable'),
      { src: './favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
    shortcuts: [shortcut(words.newDocument, './'), shortcut(words.allDocuments, './documents')],
  })
}

function icon(name: string, size: number, purpose: 'any' | 'maskable') {
  return { src: `./icons/${name}-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose }
}

function shortcut(name: string, url: string) {
  return { name, url, icons: [icon('icon', 192, 'any')] }
}
