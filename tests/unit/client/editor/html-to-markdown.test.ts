import { describe, expect, it } from 'vitest'
import { htmlToMarkdown } from '../../../../client/editor/html-to-markdown.ts'
import { isFormatted, markdownOrPlain } from '../../../../client/editor/paste.ts'

describe('pasted HTML', () => {
  it.each([
    ['<h2>Title</h2><p>Some <b>bold</b> and <i>slanted</i> words</p>', '## Title\n\nSome **bold** and *slanted* words'],
    ['<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
    ['<ol start="3"><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ol>', '3. a\n   - b\n4. c'],
    ['<ul><li><input type="checkbox" checked> done</li></ul>', '- [x] done'],
    ['<p><del>gone</del></p>', '~~gone~~'],
    ['<pre><code>a\nb</code></pre>', '```\na\nb\n```'],
    ['<a href="https://weft.example">here</a>', '[here](https://weft.example)'],
    ['<a href="javascript:alert(1)">here</a>', 'here'],
    ['<p>a</p><script>alert(1)</script><style>p{}</style>', 'a'],
    ['<img src="data:image/png;base64,AAAA" alt="A picture">', 'A picture'],
    ['<b style="font-weight:normal"><span style="font-weight:700">bold</span> not</b>', '**bold** not'],
    ['<span style="font-style:italic;font-weight:bold">both</span>', '***both***'],
    ['<p>1 * 2 * 3</p>', '1 \\* 2 \\* 3'],
  ])('%s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  it('the cells of a spreadsheet become a table, one alone its words', () => {
    const row = (...cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    expect(htmlToMarkdown(`<table>${row('a', 'b')}${row('1', 'x|y')}${row('<b>2</b>')}</table>`)).toBe(
      '| a | b |\n| --- | --- |\n| 1 | x\\|y |\n| **2** |  |',
    )
    expect(htmlToMarkdown(`<table>${row('a')}</table>`)).toBe('a')
  })

  it('tables around a table are its surroundings, each thing in them once, however many there are', () => {
    const inner = '<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>'
    const markdown = '| a | b |\n| --- | --- |\n| 1 | 2 |'
    const around = (content: string): string => `<table><tr><td>left</td><td>${content}</td></tr></table>`
    expect(htmlToMarkdown(around(inner))).toBe(`left\n\n${markdown}`)
    let html = inner
    for (let depth = 1; depth < 40; depth++) html = around(html)
    expect(htmlToMarkdown(html)).toBe(`${'left\n\n'.repeat(39)}${markdown}`)
  })

  it('is its words where there is no Markdown in it, and where it is nested too deep to be read', () => {
    expect(markdownOrPlain('<b>a</b>', 'a')).toBe('**a**')
    expect(markdownOrPlain('<b> </b>', 'a')).toBe('a')
    expect(markdownOrPlain(`${'<div>'.repeat(3000)}<b>a</b>`, 'a')).toBe('a')
  })

  it('is taken as Markdown only where it is more than words', () => {
    expect(isFormatted('<meta charset="utf-8"><span>words</span>', 'words')).toBe(false)
    expect(isFormatted('<p>a <em>word</em></p>', 'a word')).toBe(true)
    expect(isFormatted('<b style="font-weight:normal"><span>a</span></b>', 'a')).toBe(false)
    expect(isFormatted('<div class="vscode-x"><b>let</b></div>', 'let')).toBe(false)
    expect(isFormatted('<img src="x">', '')).toBe(false)
  })
})
