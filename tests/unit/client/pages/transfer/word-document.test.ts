import { strFromU8, strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type Format, formatOf, MARKDOWN } from '../../../../../shared/document/format.ts'
import { htmlToMarkdown } from '../../../../../client/editor/html-to-markdown.ts'
import { unpackArchive } from '../../../../../client/pages/transfer/archive-entries.ts'
import { makeWordDocument } from '../../../../../client/pages/transfer/word-document.ts'
import { wordToHtml } from '../../../../../client/pages/transfer/word-html.ts'
import type { WordImage } from '../../../../../client/pages/transfer/word-runs.ts'

const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=='),
  (sign) => sign.charCodeAt(0),
)

async function madeOf(text: string, images = new Map<string, WordImage>(), format: Format = MARKDOWN) {
  return makeWordDocument({ text, title: 'Title', format, images })
}

/** Into a Word document, and out of it again as whoever imports it reads it. */
async function thereAndBack(text: string, images?: Map<string, WordImage>, format?: Format): Promise<string> {
  const { bytes } = await madeOf(text, images, format)
  const read = await wordToHtml(bytes)
  if (read === null) throw new Error('it is no Word document')
  return htmlToMarkdown(read.html, (address) => address)
}

async function xmlOf(text: string, path = 'word/document.xml'): Promise<string> {
  const { bytes } = await madeOf(text)
  const unpacked = unpackArchive(bytes, () => Infinity)
  const entry = unpacked.ok ? unpacked.entries.find((each) => each.path === path) : undefined
  return new TextDecoder().decode(entry?.bytes)
}

describe('a Word document made of code or plain text', () => {
  it.each([
    ['notes.py', 'python'],
    ['notes.txt', ''],
    ['notes.cpp', ''],
  ])('has all of %s as it stands, in one block', async (title, language) => {
    const text = '---\ntitle: x\n---\n# not a heading\n\n\n    *a* < <b>[^1] $x$ ![](files/one.png)\n- b\n\n[^1]: c'
    const read = await thereAndBack(text, undefined, formatOf(title))
    expect(read).toBe(`\`\`\`${language}\n${text}\n\`\`\``)
    const { html, pictures, formulas, files } = await madeOf(text, undefined, formatOf(title))
    expect({ html, pictures, formulas, files }).toEqual({ html: 0, pictures: 0, formulas: 0, files: 0 })
  })
})

describe('a Word document made of Markdown', () => {
  it('has tasks of which nothing is said to be lost where it is read again', async () => {
    const { bytes } = await madeOf('- [x] done\n- [ ] to do\n\nwords[^1]\n\n[^1]: - [ ] a note')
    expect((await wordToHtml(bytes))?.losses.others).toEqual([])
    // Another sign is lost, and told of.
    const unpacked = unpackArchive(bytes, () => Infinity)
    const entries = unpacked.ok ? unpacked.entries : []
    const files = Object.fromEntries(
      entries.map(({ path, bytes: content }) => [
        path,
        strToU8(
          strFromU8(content).replace(
            '</w:body>',
            '<w:p><w:r><w:sym w:char="2610" w:font="MS Gothic"/></w:r></w:p></w:body>',
          ),
        ),
      ]),
    )
    expect((await wordToHtml(zipSync(files)))?.losses.others).toContainEqual(expect.stringContaining('w:sym'))
  })

  it('says by what rule its lines are high: what is higher than a line, as pictures are, would be cut off otherwise', async () => {
    const styles = await xmlOf('x', 'word/styles.xml')
    const heights = [...styles.matchAll(/<w:spacing [^>]*w:line="[^>]*>/g)].map(([element]) => element)
    expect(heights.length).toBeGreaterThan(0)
    for (const element of heights) expect(element).toContain('w:lineRule="auto"')
  })

  it.each([
    ['headings', '# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six'],
    ['marks', 'Some **bold**, *slanted*, ~~struck~~, `code`, ==marked==, H~2~O and x^2^ words.'],
    ['marks within marks', '**bold with *slanted* in it** and ***both***'],
    ['links', 'A [link](https://weft.example/a?b=c&d=e) and [mail](mailto:a@weft.example).'],
    ['links to headings', '# One\n\nSee [two](#part-two).\n\n## Part two'],
    ['lists', '- one\n- two\n  1. first\n  2. second\n     - deep\n- three'],
    ['tasks', '- [x] done\n- [ ] to do'],
    ['quotes', '> A quote\n> \n> of two parts'],
    ['code', '```python\nif a < b:\n    return "x"\n\n# end\n```\n\n```\nplain\n```'],
    ['rules', 'above\n\n---\n\nbelow'],
    ['tables', '| Name | Count |\n| --- | --- |\n| Apples | 3 |\n| a \\| b | **4** |'],
    ['notes', 'Words[^1] and more[^2].\n\n[^1]: The first note.\n\n[^2]: The **second** note.'],
    ['formulas', 'Inline $x^2 + y_1$ and\n\n$$\n\\frac{a}{b}\n$$'],
    ['formulas that Word has not', 'Inline $\\color{red} x$ and\n\n$$\n\\frac{a}\n$$'],
    ['meanings', 'Term\n: What it means'],
    ['alerts', '> [!WARNING]\n> \n> Take care.'],
    ['alerts with titles of their own', '> [!NOTE] Mind the **gap**\n> \n> Take care.'],
    ['hard breaks', 'one  \ntwo'],
    ['what looks like HTML', 'The tag `<b>` and a \\<b> of words'],
  ])('keeps %s', async (_what, text) => {
    expect(await thereAndBack(text)).toBe(text)
  })

  it('has pictures in it, and links where they lie elsewhere', async () => {
    const images = new Map([['files/one.png', { type: 'png', data: PIXEL, width: 2000, height: 1000 } as const]])
    expect(await thereAndBack('![A dot](files/one.png)', images)).toBe('![A dot](picture-1.png)')
    const made = await madeOf('![A dot](https://weft.example/a.png)')
    expect(made.pictures).toBe(1)
    expect(await thereAndBack('![A dot](https://weft.example/a.png)')).toBe('[A dot](https://weft.example/a.png)')
  })

  it.each([
    ['<script>\nlet a = 1\n\ntrap()\n</script>\n\nwords', 'words'],
    ['<STYLE media="all">\np { color: red }\n</STYLE>\n\nwords', 'words'],
    ['<div><script>trap()</script>words<style>p {}</style></div>', 'words'],
    ['some <script>trap(); "<b>"</script>words<style>p {}</style> and **more**', 'some words and **more**'],
    ['words\n\n<script>\ntrap()', 'words'],
  ])('has nothing that is for programs to read: %j', async (text, expected) => {
    expect(await thereAndBack(text)).toBe(expected)
    expect((await madeOf(text)).html).toBeGreaterThan(0)
  })

  it('has the title of its front matter above it, but not where it begins with the same heading', async () => {
    const titled = (text: string): Promise<string> => thereAndBack(`---\ntitle: On *tides*\n---\n\n${text}`)
    expect(await titled('words')).toBe('# On \\*tides\\*\n\nwords')
    expect(await titled('# On \\*tides\\*\n\nwords')).toBe('# On \\*tides\\*\n\nwords')
    expect(await titled('## On \\*tides\\*')).toBe('# On \\*tides\\*\n\n## On \\*tides\\*')
  })

  it('says what is not in it', async () => {
    const { html, formulas, pictures } = await madeOf(
      '<div class="x">words</div>\n\n$x$ and $\\color{red} x$\n\n![](gone.png)',
    )
    expect({ html, formulas, pictures }).toEqual({ html: 1, formulas: 1, pictures: 1 })
  })

  it('aligns the cells of tables, and repeats their heads on every page', async () => {
    const xml = await xmlOf('| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |')
    expect(xml).toContain('<w:tblHeader/>')
    expect([...xml.matchAll(/<w:jc w:val="(\w+)"/g)].map(([, value]) => value)).toEqual([
      'left',
      'center',
      'right',
      'left',
      'center',
      'right',
    ])
  })

  it('is written from right to left where the document says so, or a paragraph does', async () => {
    const said = await xmlOf('---\ndir: rtl\nlang: ar\n---\n\nHello\n\n| a |\n| - |\n| 1 |')
    expect(said.match(/<w:bidi\/>/g)?.length).toBe(3)
    expect(said).toContain('<w:bidiVisual/>')
    const found = await xmlOf('Hello\n\nمرحبا')
    expect(found.match(/<w:bidi\/>/g)?.length).toBe(1)
    expect(found).toContain('<w:rtl/>')
    expect(await xmlOf('مرحبا', 'word/document.xml')).not.toContain('undefined')
    expect(await xmlOf('---\ndir: ltr\n---\n\nمرحبا')).not.toContain('<w:bidi/>')
  })

  it('links to its own headings, and lists them where the text has contents', async () => {
    const xml = await xmlOf('[toc]\n\n# One\n\nSee [two](#two-words).\n\n## Two words')
    expect([...xml.matchAll(/<w:hyperlink [^>]*w:anchor="(\w+)"/g)].map(([, anchor]) => anchor)).toEqual([
      'heading_1',
      'heading_2',
      'heading_2',
    ])
    expect(xml).toContain('w:name="heading_2"')
  })

  it('has formulas as Word has them, with what they were made of hidden beside them', async () => {
    const { bytes, formulas } = await madeOf('So $x^2$ and\n\n$$\n\\frac{a}{b}\n$$')
    expect(formulas).toBe(0)
    const read = await wordToHtml(bytes)
    expect(read?.losses.others).toEqual([])
    const fence = await madeOf('```math\n\\frac{a}\n```')
    expect(fence.formulas).toBe(1)
    expect(await xmlOf('So $$x$$ and\n\n```math\n\\frac{a}{b}\n```')).toMatch(/<m:oMath>[^]*<m:oMath>/)
    const xml = await xmlOf('So $x^2$ and\n\n$$\n\\frac{a}{b}\n$$')
    expect(xml.match(/<m:oMath>/g)).toHaveLength(2)
    expect(xml.match(/<w:vanish\/>/g)).toHaveLength(4)
    expect(xml).toContain('<m:f><m:num><m:r><m:t xml:space="preserve">a</m:t></m:r></m:num>')
  })

  it('counts from where the text does', async () => {
    expect(await xmlOf('3. three\n4. four', 'word/numbering.xml')).toContain('<w:start w:val="3"/>')
  })

  it('holds what XML cannot, without it', async () => {
    const xml = await xmlOf('a\u0001b \uD800 c & d')
    expect(xml).toContain('ab')
    expect(xml).toContain('c &amp; d')
    const formula = await xmlOf('$x\\char"1$')
    expect(formula).toContain('<m:oMath>')
    expect(formula).not.toContain('\u0001')
  })

  it('of everything at once is made soon', async () => {
    const text = '# Heading\n\nSome **bold** words with a [link](https://weft.example).\n\n- one\n- two\n\n'.repeat(500)
    expect((await madeOf(text)).bytes.byteLength).toBeGreaterThan(1000)
  })
})
