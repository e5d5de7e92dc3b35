import { describe, expect, it } from 'vitest'
import { MAX_TEXT_BYTES } from '../../../../../client/pages/transfer/import-limits.ts'
import { type ImportSource, sourceOfBytes } from '../../../../../client/pages/transfer/import-sources.ts'
import { type ImportedText, type NoText, readSource } from '../../../../../client/pages/transfer/imported-text.ts'
import { VaultFiles } from '../../../../../client/pages/transfer/vault-links.ts'
import type { WordHtml } from '../../../../../client/pages/transfer/word-html.ts'

const NO_LOSSES = {
  comments: 0,
  deletions: 0,
  changedFormulas: 0,
  foreignFormulas: 0,
  headersAndFooters: 0,
  styles: [],
  others: [],
}

function source(path: string, content: string): ImportSource {
  return sourceOfBytes(path, new TextEncoder().encode(content))
}

function read(given: ImportSource, beside: readonly ImportSource[] = [], word: WordHtml | null = null) {
  return readSource(given, {
    beside: new Map(beside.map((each) => [each.path, each])),
    vault: new VaultFiles(beside),
    word: async () => word,
  })
}

async function readText(given: ImportSource, beside: readonly ImportSource[] = []): Promise<ImportedText> {
  const found = await read(given, beside)
  if (found.text === null) throw new Error(found.losses[0].words)
  return found
}

const reasons = ({ losses }: ImportedText | NoText): string[] => losses.map(({ words }) => words)

describe('an imported file', () => {
  it('of Markdown is what it is, called by its front matter or else by its name', async () => {
    const text = '---\ntitle: A plan\ntags: [a]\n---\n\n# Heading\n'
    expect(await readText(source('notes/plan.md', text))).toMatchObject({ title: 'A plan', text, losses: [] })
    expect((await readText(source('notes/My plan.markdown', '# Heading'))).title).toBe('My plan')
    expect((await readText(source('data.csv', 'a,b'))).title).toBe('data.csv')
  })

  it('is read as it was: code and plain text by their endings, Markdown whatever its title speaks of', async () => {
    const titles = async (...given: ImportSource[]): Promise<string[]> =>
      Promise.all(given.map(async (each) => (await readText(each)).title))
    expect(
      await titles(
        source('a/todo.txt', 'x'),
        source('My  notes.TXT', 'x'),
        source('notes (2).py', 'x'),
        source('To do', 'x'),
        source('About a.b', 'x'),
      ),
    ).toEqual(['todo.txt', 'My-notes.TXT', 'notes-(2).py', 'To do', 'About a.b'])
    const page = '<title>Node.js</title><p>x</p>'
    expect(
      await titles(
        source('Node.js.md', 'x'),
        source('a.md', '---\ntitle: Vue.js\n---\n'),
        source('b.md', '---\ntitle: plan.md\n---\n'),
        source('a.html', page),
        source('On Node.js.md', 'x'),
      ),
    ).toEqual(['Node.js.md', 'Vue.js.md', 'plan.md', 'Node.js.md', 'On Node.js'])
    const word = await read(source('Node.js.docx', 'x'), [], { html: '<p>x</p>', pictures: [], losses: NO_LOSSES })
    expect(word).toMatchObject({ title: 'Node.js.md' })
  })

  it('that is called too long keeps its ending', async () => {
    const long = `${'🎉'.repeat(120)}.js`
    for (const [path, ending] of [
      [long, '.js'],
      [`${'a'.repeat(196)}.js.md`, '.md'],
    ] as const) {
      const { title } = await readText(source(path, 'x'))
      expect(title.endsWith(ending)).toBe(true)
      expect(title.length).toBeLessThanOrEqual(200)
      expect(title).not.toMatch(/[\uD800-\uDBFF]\./)
    }
  })

  it('finds its pictures beside it', async () => {
    const picture = source('notes/images/a b.png', 'png')
    const found = await readText(source('notes/plan.md', '![](images/a%20b.png)'), [picture])
    expect(found.picture('images/a%20b.png')).toBe(picture)
    expect(found.picture('images/other.png')).toBeNull()
    expect(found.picture('https://x.example/a.png')).toBeNull()
  })

  it('of HTML becomes Markdown, and says what was left out', async () => {
    const html = `<html><head><title>A &amp; B&#33;</title><style>p { color: red }</style></head>
      <body><h1>Hello</h1><p style="color: red">words</p><script>alert(1)</script><!-- note -->
      <img src="data:image/png;base64,iVBORw0KGgo=" alt="dot"><img src="gone.png" alt="gone"><img src="https://x.example/a.png">
      <iframe src="https://x.example"></iframe><form><button>Go</button></form></body></html>`
    const found = await readText(source('page.html', html))
    expect(found.title).toBe('A & B!')
    expect(found.text).toContain('# Hello\n\nwords')
    expect(found.text).toContain('![dot](picture-1.png)gone![](https://x.example/a.png)')
    expect(found.text).not.toContain('alert')
    expect(await found.picture('picture-1.png')?.read()).toEqual(
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    )
    expect(reasons(found)).toEqual([
      'Scripts were left out.',
      'Colours, fonts and sizes were left out: Markdown has none.',
      'Embedded pages, films and drawings were left out.',
      'Forms were left out.',
      '1 comment was left out.',
      '1 picture is not beside it: only the words for it were kept.',
    ])
  })

  it('of HTML that is nested too deep is not read, in words', async () => {
    const deep = await read(source('deep.html', `${'<div>'.repeat(5000)}a`))
    expect(reasons(deep)).toEqual(['Things are nested in it too deep to be read.'])
  })

  it('of Word says what Markdown has not', async () => {
    const word = {
      html: '<h1>Hello</h1><p><img src="picture-1.png"></p>',
      pictures: [{ address: 'picture-1.png', bytes: new Uint8Array([1]) }],
      losses: {
        ...NO_LOSSES,
        comments: 2,
        deletions: 1,
        changedFormulas: 1,
        foreignFormulas: 2,
        headersAndFooters: 1,
        styles: ['Fancy', 'Odd'],
      },
    }
    const found = await read(source('letter.docx', 'x'), [], word)
    if (found.text === null) throw new Error('nothing was read')
    expect(found).toMatchObject({ title: 'letter', text: '# Hello\n\n![](picture-1.png)' })
    expect(found.picture('picture-1.png')?.size).toBe(1)
    expect(reasons(found)).toEqual([
      '2 comments were left out.',
      '1 tracked deletion was taken as done.',
      '1 formula was changed in Word: the text has it as it was before.',
      '2 formulas that were made in Word were left out.',
      'Headers and footers of its pages were left out.',
      'Styles that mean nothing here became plain paragraphs: “Fancy” and “Odd”.',
    ])
    expect(reasons(await read(source('letter.docx', 'x')))[0]).toMatch(/cannot be read as a Word document/)
  })

  it('that is too large, no text, or not to be read is refused in words', async () => {
    const large = { path: 'big.txt', size: MAX_TEXT_BYTES + 1, read: () => Promise.reject(new Error('asked')) }
    expect(reasons(await read(large))).toEqual(['Too large: 5 MB, and at most 5 MB can be imported.'])
    expect(reasons(await read({ ...large, size: 10 }))).toEqual(['It cannot be read.'])
    expect(reasons(await read(source('photo.md', 'a\0b')))).toEqual(['This is not a text file.'])
    expect(reasons(await read(source('photo.png', 'x')))).toEqual(['This is not a text file.'])
    const latin = await read(sourceOfBytes('old.txt', new Uint8Array([0x4d, 0xfc])))
    expect(latin).toMatchObject({ text: 'Mü' })
    expect(reasons(latin)[0]).toContain('Windows-1252')
  })
})
