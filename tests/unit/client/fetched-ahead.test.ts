import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, languageOf } from '../../../client/words/language.ts'

const page = readFileSync(new URL('../../../client/index.html', import.meta.url), 'utf8')
const [, script = ''] = /<script>([^]*?)<\/script>/.exec(page) ?? []

interface Kept {
  readonly view?: string
  readonly language?: string
}

/** What the page does at this address before the program comes: what it has fetched beside it or run, and its language. */
function begin(path: string, hash: string, kept: Kept = {}, languages: readonly string[] = ['en-GB']) {
  const links: { href: string }[] = []
  const scripts: string[] = []
  const documentElement = { lang: 'en' }
  runInNewContext(script, {
    URL,
    location: { pathname: path, hash },
    localStorage: { getItem: (name: string) => (name === 'weft.view' ? kept.view : kept.language) ?? null },
    navigator: { languages },
    document: {
      baseURI: 'https://weft.example/',
      documentElement,
      currentScript: { nonce: 'n0nce' },
      write: (html: string) => scripts.push(html),
      createElement: () => ({ href: '' }),
      head: { append: (link: { href: string }) => links.push(link) },
    },
  })
  return { ahead: links.map(({ href }) => href), scripts, language: documentElement.lang }
}

describe('the page has fetched ahead', () => {
  it.each([
    ['/', ''],
    ['/d/x', '#k=key'],
    ['/d/x', '#k=key&h=%26read'],
    ['/d/x', '#k=key&h=ready'],
  ])('the editor for who may write: %s%s', (path, hash) => {
    expect(begin(path, hash).ahead).toEqual(['__EDITOR__'])
  })

  it.each([
    ['/d/x', '#k=key&read'],
    ['/d/x', '#k=key&read&h=heading'],
  ])('the preview for who reads: %s%s', (path, hash) => {
    expect(begin(path, hash).ahead).toEqual(['__READER__'])
  })

  it('neither for another page', () => {
    expect(begin('/sign-in', '').ahead).toEqual([])
    expect(begin('/documents', '', { view: 'read' }).ahead).toEqual([])
  })

  it('the words of another language than English, as a script that runs before the program', () => {
    const script = (src: string): string => `<script type="module" crossorigin src="${src}" nonce="n0nce"></script>`
    expect(begin('/', '', {}, ['de-AT', 'en']).scripts).toEqual([script('__de__')])
    expect(begin('/sign-in', '', {}, ['ar']).scripts).toEqual([script('__ar__')])
    expect(begin('/', '', {}, ['en', 'de']).scripts).toEqual([])
  })
})

describe('the language of the page', () => {
  it.each([
    [['fr', 'nl'], 'en'],
    [['fr', 'de', 'en'], 'de'],
    [['en-US', 'de'], 'en'],
    [['AR-EG'], 'ar'],
    [[], 'en'],
  ])('follows the browser: %j', (languages, language) => {
    expect(begin('/', '', {}, languages).language).toBe(language)
    expect(languageOf(languages)).toBe(language)
  })

  it('is the one that somebody chose here, if there is such a one', () => {
    expect(begin('/', '', { language: 'ar' }, ['de']).language).toBe('ar')
    expect(begin('/', '', { language: '' }, ['de']).language).toBe('de')
    expect(begin('/', '', { language: 'xx' }, ['de']).language).toBe('en')
  })

  it('is chosen by the page of those that there are, and the same way on a published page', () => {
    for (const language of LANGUAGES)
      expect(script).toContain(`${language}: '${language === 'en' ? '' : `__${language}__`}'`)
    const published = readFileSync(new URL('../../../client/published.html', import.meta.url), 'utf8')
    for (const language of LANGUAGES.slice(1)) expect(published).toContain(`${language}: '__${language}__'`)
  })
})
