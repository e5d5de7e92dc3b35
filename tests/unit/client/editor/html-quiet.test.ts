import { expect, it } from 'vitest'
import { quietHtml, styleOf, unmarked } from '../../../../client/editor/html-quiet.ts'
import { htmlToMarkdown } from '../../../../client/editor/html-to-markdown.ts'

it.each([
  '<p style="color: red">a</p>',
  "<p class='a'STYLE = red>a</p>",
  '<p\nstyle="" onclick="trap()">a</p>',
  '<style media="all">p { color: red }</style>',
])('what a page forbids is under another name: %j', (html) => {
  expect(quietHtml(html)).not.toMatch(/[\s'"](?:style|onclick)\s*=|<\/?style/i)
})

it.each([
  ['<p style="color: red">words</p>', 'words'],
  ['<style>p { color: red }</style>words', 'words'],
  ['<p>A style = x and "onclick=y".</p>', 'A style = x and "onclick=y".'],
  ['<pre>&lt;p style="color: red"&gt;</pre>', '```\n<p style="color: red">\n```'],
  ['<img alt="the <style> tag" src="https://x.example/a.png">', '![the \\<style> tag](https://x.example/a.png)'],
  ['<p>a <span style="font-weight:bold">b</span></p>', 'a **b**'],
  ['<img alt="a style = b" src="https://x.example/a.png">', '![a style = b](https://x.example/a.png)'],
])('and what is read is as it was: %j', (html, markdown) => {
  expect(htmlToMarkdown(html)).toBe(markdown)
})

it('a style is found where it is kept', () => {
  const kept = new Map([[/\s(\S+)="a: b"/.exec(quietHtml('<p style="a: b">'))?.[1], 'a: b']])
  expect(styleOf({ getAttribute: (name: string) => kept.get(name) ?? null } as Element)).toBe('a: b')
  expect(unmarked(quietHtml(' style="a: b"'))).toBe(' style="a: b"')
})

it('long HTML is gone through soon', () => {
  const started = performance.now()
  for (const part of [' style', ' on', ' style   ', '<style', ' ona ', ' style=']) quietHtml(part.repeat(300_000))
  quietHtml(` style${' '.repeat(1_000_000)}`)
  quietHtml(` on${'a'.repeat(1_000_000)}`)
  expect(performance.now() - started).toBeLessThan(5_000)
})
