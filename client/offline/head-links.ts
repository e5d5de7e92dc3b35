import type { Language } from '../words/language.ts'

/** What each language's manifest is called; the build makes them. */
export function manifestName(language: Language): string {
  return language === 'en' ? 'app.webmanifest' : `app.${language}.webmanifest`
}

/** What a browser needs to make an application of the page. Not in the page itself: whoever only writes waits for none of it. */
export function addHeadLinks(document: Document, language: Language): void {
  const add = (name: 'link' | 'meta', attributes: Readonly<Record<string, string>>): void => {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    document.head.append(element)
  }
  add('link', { rel: 'manifest', href: manifestName(language) })
  add('link', { rel: 'apple-touch-icon', href: 'icons/apple-touch-icon.png' })
  add('meta', { name: 'apple-mobile-web-app-capable', content: 'yes' })
  add('meta', { name: 'apple-mobile-web-app-title', content: 'Weft' })
  add('meta', { name: 'mobile-web-app-capable', content: 'yes' })
}
