import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'

const page = readFileSync(new URL('../../../client/index.html', import.meta.url), 'utf8')
const [, script = ''] = /<script>([^]*?)<\/script>/.exec(page) ?? []

/** What the page has fetched beside the program at this address. */
function fetchedAhead(path: string, hash: string, view: string | null = null): string | null {
  const links: { href: string }[] = []
  runInNewContext(script, {
    URL,
    location: { pathname: path, hash },
    localStorage: { getItem: () => view },
    document: {
      baseURI: 'https://weft.example/',
      documentElement: { dataset: {} },
      createElement: () => ({ href: '' }),
      head: { append: (link: { href: string }) => links.push(link) },
    },
  })
  return links[0]?.href ?? null
}

describe('the page has fetched ahead', () => {
  it.each([
    ['/', ''],
    ['/d/x', '#k=key'],
    ['/d/x', '#k=key&h=%26read'],
    ['/d/x', '#k=key&h=ready'],
    ['/d/x', '#k=key&slides=2'],
  ])('the editor for who may write: %s%s', (path, hash) => {
    expect(fetchedAhead(path, hash)).toBe('__EDITOR__')
  })

  it.each([
    ['/d/x', '#k=key&read'],
    ['/d/x', '#k=key&read&h=heading'],
    ['/d/x', '#k=key&read&slides=follow'],
  ])('the preview for who reads: %s%s', (path, hash) => {
    expect(fetchedAhead(path, hash)).toBe('__READER__')
  })

  it('neither for another page', () => {
    expect(fetchedAhead('/sign-in', '')).toBeNull()
    expect(fetchedAhead('/documents', '', 'read')).toBeNull()
  })
})
