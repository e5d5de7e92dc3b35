import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { keptFrame, keptPage, linkedStyles, marked } from '../../../../client/offline/kept-pages.ts'

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <base href="/" />
    <script nonce="__NONCE__">early()</script>
    <script type="module" src="./assets/main-11111111.js"></script>
  </head>
</html>`

const FRAME = `<!doctype html>
<html lang="en">
  <head>
    <base href="/" />
    <meta property="csp-nonce" nonce="__NONCE__">
    <script type="module" crossorigin src="./assets/frame-11111111.js" nonce="__NONCE__"></script>
    <link rel="stylesheet" crossorigin href="./assets/frame-11111111.css" nonce="__NONCE__">
  </head>
  <body>
    <main id="document"></main>
  </body>
</html>`

it('a page says of which build it is', () => {
  expect(marked(PAGE, 'abc')).toContain('<html lang="en" data-version="abc">')
  expect(() => marked('<html>', 'abc')).toThrow('lang')
})

describe('the kept page', () => {
  /** What the script that it has in addition does, in a browser like this. */
  function run(basePath: string, kept: Record<string, string> | null) {
    const [, script = ''] = /<script nonce="__NONCE__">([^]*?)<\/script>/.exec(keptPage(PAGE, 'abc')) ?? []
    const dataset: Record<string, string> = {}
    const locks: string[] = []
    runInNewContext(script, {
      URL,
      Promise,
      document: { baseURI: `https://weft.example${basePath}`, documentElement: { dataset } },
      get localStorage() {
        if (kept === null) throw new Error('refused')
        return { getItem: (name: string) => kept[name] ?? null }
      },
      navigator: {
        locks: {
          request(name: string) {
            locks.push(name)
            return kept === null ? Promise.reject(new Error('refused')) : Promise.resolve()
          },
        },
      },
    })
    return { dataset, locks }
  }

  it('is whose documents this browser was told last, of this Weft', () => {
    const kept = { 'weft.account/': 'ada', 'weft.account/weft/': 'ben' }
    expect(run('/', kept).dataset).toEqual({ accountId: 'ada' })
    expect(run('/weft/', kept).dataset).toEqual({ accountId: 'ben' })
  })

  it('is a guest’s where nothing was told, or storage is refused', () => {
    expect(run('/', {}).dataset).toEqual({})
    expect(run('/', null).dataset).toEqual({})
  })

  it('has its build stay for as long as it is open', () => {
    expect(run('/weft/', {}).locks).toEqual(['weft/weft/@abc'])
  })
})

describe('the kept frame', () => {
  it('has the styles in it that the other one loads', () => {
    expect(linkedStyles(FRAME)).toEqual(['assets/frame-11111111.css'])
  })

  it('loads nothing: all of it is in it', () => {
    const html = keptFrame(FRAME, 'abc', { code: 'show()', styles: 'p{color:red}' })
    expect(html).not.toMatch(/\bsrc=|<link|assets\//)
    expect(html).toContain('<style>p{color:red}</style>')
    expect(html).toContain('<base href="/" />')
    expect(html).toContain('data-version="abc"')
    expect(html.indexOf('show()')).toBeGreaterThan(html.indexOf('id="document"'))
  })

  it('has nothing in its code that would end it before its end', () => {
    const code = 'a="</script>"; b=/<!--/; c="<script>"; d="$&"'
    const html = keptFrame(FRAME, 'abc', { code, styles: '' })
    const [, script = ''] = /<script nonce="__NONCE__">([^]*?)<\/script>/.exec(html) ?? []
    const told: Record<string, unknown> = {}
    runInNewContext(script, told)
    expect(told).toMatchObject({ a: '</script>', c: '<script>', d: '$&' })
    expect((told['b'] as RegExp).test('<!--')).toBe(true)
    expect(() => keptFrame(FRAME, 'abc', { code: '', styles: '</style>' })).toThrow('styles')
    expect(() => keptFrame(FRAME, 'abc', { code: '', styles: 'p{background:url(x.png)}' })).toThrow('load')
  })
})
