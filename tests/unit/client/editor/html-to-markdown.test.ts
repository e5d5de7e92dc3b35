import { describe, expect, it } from 'vitest'
import { htmlToMarkdown } from '../../../../client/editor/html-to-markdown.ts'
import { isFormatted, markdownOf, markdownOrPlain } from '../../../../client/editor/paste.ts'

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
    [
      '<p><strike>a</strike> <mark>b</mark> H<sub>2</sub>O x<sup>2</sup> <sup>two words</sup></p>',
      '~~a~~ ==b== H~2~O x^2^ two words',
    ],
    ['<p>Press <kbd>F1</kbd></p>', 'Press <kbd>F1</kbd>'],
    [
      '<p>the &lt;b&gt; tag, a &lt; b, ~~ and == and $1 to $2</p>',
      'the \\<b> tag, a < b, \\~~ and \\== and \\$1 to \\$2',
    ],
    ['<p>costs $5</p>', 'costs $5'],
    ['<p>press ++a+b++, in C++</p>', 'press \\+\\+a+b\\+\\+, in C\\+\\+'],
    ['<p>in C++ or C++</p>', 'in C++ or C++'],
    ['<p>a <ins>b</ins> c</p>', 'a ++b++ c'],
    ['<span class="weft-formula">$5\\$$</span>', '$5\\$$'],
    ['<p class="weft-formula">$$<br>5\\$<br>$$</p>', '$$\n5\\$\n$$'],
    ['<div class="markdown-alert"><p class="markdown-alert-title">FAQ 2</p><p>a</p></div>', '> [!NOTE] FAQ 2\n> \n> a'],
    [
      '<details class="markdown-alert markdown-alert-tip"><summary class="markdown-alert-title">Tip</summary><p>a</p></details>',
      '> [!TIP]-\n> \n> a',
    ],
    ['<p>one<br>two<br></p><br><hr>', 'one  \ntwo\n\n---'],
    ['<p><b>one<br></b>two</p>', '**one**  \ntwo'],
    ['<b><span style="font-weight:700">once</span></b>', '**once**'],
    ['<dl><dt>Term</dt><dd>Meaning</dd><dd>Another</dd></dl>', 'Term\n: Meaning\n: Another'],
    [
      '<p><a href="#x"></a>here<a href="https://weft.example"><img src="https://weft.example/a.png" alt="A"></a></p>',
      'here[![A](https://weft.example/a.png)](https://weft.example)',
    ],
  ])('%s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  it.each([
    ['<b>d</b><strong>e</strong><b>f</b> <b>g</b>', '**def** **g**'],
    ['<b>d </b><b>e</b>', '**d e**'],
    ['<b>d</b><b> </b><!-- --><b>e</b><b> </b>f', '**d e** f'],
    ['<em>d</em><i>e</i> <del>d</del><s>e</s>', '*de* ~~de~~'],
    ['<b><i>d</i></b><b><i>e</i>f</b><i>g</i>', '***de*f***g*'],
    ['<span style="font-weight:700">d</span><span style="font-weight:bold;color:red">e</span>', '**de**'],
    ['<b><span style="font-weight:700">d</span></b><b>e</b>', '**de**'],
    ['<b>d</b><b><img alt="x" src="https://weft.example/x.png"></b>', '**d**![x](https://weft.example/x.png)'],
  ])('runs that are marked the same are one: %s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  it.each([
    ['<code>a</code><code>b</code>', '`a` `b`'],
    ['<code>a</code><!-- --><code>b</code>', '`a` `b`'],
    ['<code>a</code> <code>b</code>, <code>c</code>', '`a` `b`, `c`'],
    ['<code>a </code><code>b</code>', '`a` `b`'],
    ['<b><code>a</code></b><b><code>b</code></b>', '**`a` `b`**'],
  ])('pieces of code stay apart: %s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  it.each([
    ['<b><p>a</p><p>b</p></b>', '**a**\n\n**b**'],
    ['<b>a<br><br>b</b>', '**a**  \n  \n**b**'],
    ['<b>a<br>b</b>', '**a  \nb**'],
    ['<em>x<p>a <b>b</b></p> y</em>', '*x*\n\n*a **b***\n\n*y*'],
    ['<b><i><p>a</p><div>b</div></i></b>', '***a***\n\n***b***'],
    ['<b><b><p>a</p></b></b>', '**a**'],
    ['<span style="font-weight:700"><p>a</p><p>b</p></span>', '**a**\n\n**b**'],
    ['<strong><h2>a</h2><p>b</p></strong>', '## a\n\n**b**'],
    ['<b><ul><li>a</li><li>b</li></ul></b>', '- **a**\n- **b**'],
    ['<b><table><tr><td>a</td><td>b</td></tr></table></b>', '| **a** | **b** |\n| --- | --- |'],
    ['<b><pre>a</pre>b</b>', '```\na\n```\n\n**b**'],
    ['<code><div>a</div><div>b</div></code>', '`a`\n\n`b`'],
    ['<b style="font-weight:normal"><p>a</p></b>', 'a'],
  ])('each block is marked by itself: %s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  it('hundreds of marks in each other are read soon', () => {
    const started = performance.now()
    expect(htmlToMarkdown(`${'<b><i>'.repeat(200)}a`)).toContain('a')
    expect(performance.now() - started).toBeLessThan(5_000)
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
    expect(isFormatted('<a href="https://weft.example/vscode-keys">keys</a>', 'keys')).toBe(true)
    expect(isFormatted('<img src="x">', '')).toBe(false)
  })
})

describe('what is on the clipboard', () => {
  const clipboard = (data: Readonly<Record<string, string>>): Pick<DataTransfer, 'types' | 'getData'> => ({
    types: Object.keys(data),
    getData: (type) => data[type] ?? '',
  })

  it('from an editor of Weft is what it says', () => {
    const cells = { 'text/plain': 'a\tb\n1\t2' }
    expect(markdownOf(clipboard(cells), false)).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |')
    expect(markdownOf(clipboard({ ...cells, 'application/x-weft-text': '1' }), false)).toBe(null)
  })

  it('is looked through soon, whatever it is', () => {
    const started = performance.now()
    for (const html of [`<${'a'.repeat(1_000_000)}`, '<a '.repeat(500_000), '<b font-weight:normal '.repeat(80_000)])
      expect(isFormatted(html, 'a')).toBe(false)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe('code', () => {
  it('from an editor of code is what it says, and from a page a block', () => {
    const style = `color: #ccc;font-family: Menlo, Monaco, 'Courier New', monospace;font-size: 12px;white-space: pre;`
    const line = '<div><span style="color: #569cd6;font-weight: bold;"># Heading</span></div>'
    expect(isFormatted(`<meta charset='utf-8'><div style="${style}">${line}</div>`, '# Heading')).toBe(false)
    expect(isFormatted(`<html><body>\n<!--StartFragment--><div style="${style}">${line}</div>`, '# a')).toBe(false)
    expect(isFormatted(`<meta charset='utf-8'><pre style="${style}"><code>a</code></pre>`, 'a')).toBe(true)
    expect(isFormatted('<div style="white-space: pre-wrap; font-family: Arial"><b>a</b></div>', 'a')).toBe(true)
    expect(isFormatted(`${'<!-- - -->'.repeat(10_000)}<b>a</b>`, 'a')).toBe(true)
  })

  it.each([
    ['<pre><code class="language-ts">let a\n</code></pre>', '```ts\nlet a\n```'],
    ['<pre class="sourceCode python"><code class="sourceCode python">a</code></pre>', '```python\na\n```'],
    [
      '<div class="highlight highlight-source-js"><pre><span>let</span> a\n  = 1</pre></div>',
      '```js\nlet a\n  = 1\n```',
    ],
    ['<pre lang="rust"><code>fn a()</code></pre>', '```rust\nfn a()\n```'],
    ['<pre>one<br>two</pre>', '```\none\ntwo\n```'],
    ['<pre><code>```\ninner\n```</code></pre>', '````\n```\ninner\n```\n````'],
    ['<pre><div>a</div><div>b</div></pre>', '```\na\nb\n```'],
  ])('%s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })
})

describe('tables', () => {
  it('keep how their columns stand', () => {
    const html = `<table><thead><tr><th align="left">a</th><th style="text-align:center">b</th><th align="right">c</th></tr></thead>
      <tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>`
    expect(htmlToMarkdown(html)).toBe('| a | b | c |\n| :--- | :---: | ---: |\n| 1 | 2 | 3 |')
    const numbers =
      '<table><tr><td>a</td><td>b</td></tr><tr><td>x</td><td align="right">1</td></tr><tr><td>y</td><td align="right">2</td></tr></table>'
    expect(htmlToMarkdown(numbers)).toBe('| a | b |\n| --- | ---: |\n| x | 1 |\n| y | 2 |')
  })

  it('have each cell in its column, also where one reaches over several', () => {
    const html = `<table><caption>Some</caption><tr><th colspan="2">ab</th><th rowspan="2">c</th></tr><tr><td>1</td><td>2</td></tr>
      <tr><td>3</td><td colspan="2">45</td></tr></table>`
    expect(htmlToMarkdown(html)).toBe('Some\n\n| ab |  | c |\n| --- | --- | --- |\n| 1 | 2 |  |\n| 3 | 45 |  |')
  })

  it('have lines within a cell, and what is marked in them', () => {
    expect(htmlToMarkdown('<table><tr><td><p>a</p><p><b>b</b></p></td><td>c</td></tr></table>')).toBe(
      '| a<br>**b** | c |\n| --- | --- |',
    )
  })
})

describe('what programs write', () => {
  it('Word: lists by styles, titles, and notes at the end', () => {
    const html = `<p class=MsoTitle>Report</p>
      <p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Bold</b> text<a style='mso-footnote-id:ftn1' href="#_ftn1"
      name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a>.<o:p></o:p></p>
      <p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
      style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>One</p>
      <p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Inner</p>
      <p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Two</p>
      <div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
      <div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"
      title=""><span class=MsoFootnoteReference>[1]</span></a> The note.</p></div></div>`
    expect(htmlToMarkdown(html)).toBe('# Report\n\n**Bold** text[^1].\n\n- One\n   1. Inner\n- Two\n\n[^1]: The note.')
  })

  it('Google Docs: lists beside lists, tasks, links by way of Google, and notes', () => {
    const html = `<b style="font-weight:normal" id="docs-internal-guid-1"><ul><li dir="ltr" aria-level="1"><p>one</p></li>
      <ul><li aria-level="2"><p>two</p></li></ul><li><p>three</p></li></ul>
      <ul><li role="checkbox" aria-checked="true"><p>done</p></li><li role="checkbox" aria-checked="false"><p>to do</p></li></ul>
      <p>A <a href="https://www.google.com/url?q=https://weft.example/a&amp;sa=D">link</a><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p>
      <hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> A note.</p></div></b>`
    expect(htmlToMarkdown(html)).toBe(
      '- one\n  - two\n- three\n\n- [x] done\n- [ ] to do\n\nA [link](https://weft.example/a)[^1]\n\n[^1]: A note.',
    )
    const flat = '<ul class="lst-kix_a-0 start"><li>one</li></ul><ul class="lst-kix_a-1 start"><li>two</li></ul>'
    expect(htmlToMarkdown(flat)).toMatch(/^- one\n+ {2}- two$/)
  })

  it('GitHub: tasks, alerts, code, headings that can be linked to, and notes', () => {
    const html = `<div class="markdown-heading"><h2>Title</h2><a id="user-content-title" class="anchor" href="#title"><svg></svg></a></div>
      <ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox" disabled checked> done</li></ul>
      <div class="markdown-alert markdown-alert-note"><p class="markdown-alert-title"><svg></svg>Note</p><p>Mind it.</p></div>
      <p>Text<sup><a href="#user-content-fn-1-a" id="user-content-fnref-1-a" data-footnote-ref>1</a></sup> and again<sup><a
      href="#user-content-fn-1-a" id="user-content-fnref-1-2-a" data-footnote-ref>1</a></sup></p>
      <section data-footnotes class="footnotes"><h2 class="sr-only" id="footnote-label">Footnotes</h2><ol><li id="user-content-fn-1-a"><p>A
      note. <a href="#user-content-fnref-1-a" data-footnote-backref>↩</a> <a href="#user-content-fnref-1-2-a">↩<sup>2</sup></a></p></li></ol></section>`
    expect(htmlToMarkdown(html)).toBe(
      '## Title\n\n- [x] done\n\n> [!NOTE]\n> \n> Mind it.\n\nText[^1] and again[^1]\n\n[^1]: A note.',
    )
  })

  it('an alert with a title of its own', () => {
    const alert = (title: string): string =>
      `<div class="markdown-alert markdown-alert-caution">${title}<p>Mind it.</p></div>`
    const own = '<p class="markdown-alert-title markdown-alert-titled">Do <em>not</em></p>'
    expect(htmlToMarkdown(alert(own))).toBe('> [!CAUTION] Do *not*\n> \n> Mind it.')
    expect(htmlToMarkdown(alert('<p class="markdown-alert-title"><bdi>Vorsicht</bdi></p>'))).toBe(
      '> [!CAUTION]\n> \n> Mind it.',
    )
  })

  it('LibreOffice: notes', () => {
    const html = `<p>Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
      <div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>A note</p></div>`
    expect(htmlToMarkdown(html)).toBe('Text[^1]\n\n[^1]: A note')
  })

  it('KaTeX and Wikipedia: formulas as they were written', () => {
    const math = (display: string): string =>
      `<span class="katex"><span class="katex-mathml"><math${display}><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x_1^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x12</span></span>`
    expect(htmlToMarkdown(`<p>Here ${math('')} it is</p>`)).toBe('Here $x_1^2$ it is')
    expect(htmlToMarkdown(`<p>${math(' display="block"')}</p>`)).toBe('$$\nx_1^2\n$$')
  })

  it('links to places that are no notes stay links', () => {
    const html = '<p><a href="#b" id="a">1</a></p><p id="b">there, <a href="https://weft.example">and away</a></p>'
    expect(htmlToMarkdown(html)).toBe('[1](#b)\n\nthere, [and away](https://weft.example)')
  })

  it('links to headings lead to what they are called in Markdown', () => {
    const html = `<p><a href="#_Toc1">Part two</a> <a href="#here">there</a></p><h2><a name="_Toc1"></a>Part two!</h2><p id="here">words</p>`
    expect(htmlToMarkdown(html)).toBe('[Part two](#part-two) [there](#here)\n\n## Part two!\n\nwords')
  })

  it('contents whose sections lead back to them are no notes', () => {
    const html = '<div id="toc"><a href="#s1">1</a></div><div id="s1"><p>words</p><a href="#toc">up</a></div>'
    expect(htmlToMarkdown(html)).toBe('[1](#s1)\n\nwords\n\n[up](#toc)')
  })

  // It takes 1.6 s of CPU, which is many times that on a busy machine.
  it('a thousand notes are read soon', { timeout: 60_000 }, () => {
    const all = Array.from({ length: 1000 }, (_, at) => at)
    const html = `${all.map((at) => `<sup><a href="#n${at}" id="r${at}">${at}</a></sup>`).join(' ')}<ol>${all
      .map((at) => `<li id="n${at}">note <a href="#r${at}">↩</a></li>`)
      .join('')}</ol>`
    expect(htmlToMarkdown(html)).toContain('[^999]: note')
  })
})
