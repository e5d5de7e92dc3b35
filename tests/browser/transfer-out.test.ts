import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { strFromU8, unzipSync } from 'fflate'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { htmlToMarkdown } from '../../client/editor/html-to-markdown.ts'
import { wordToHtml } from '../../client/pages/transfer/word-html.ts'
import { hostileTexts } from '../support/hostile-contents.ts'
import { numbersWithoutRoom } from '../support/list-numbers.ts'
import { cellsBesidePaper, layOutForPaper } from '../support/printed-parts.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { createPng } from '../support/tiny-images.ts'
import { Writer } from '../support/writer.ts'

/** Everything that a text can have; `picture` is stored with its document. */
const everything = (picture: string): string => `---
title: Everything
lang: de
---

# Heading

See [two](#part-two), **bold** and a note[^1].

- [x] done
- [ ] to do

| a | b |
| :-: | --: |
| 1 | 2 |

\`\`\`js
const answer = 42
\`\`\`

$$
\\frac{a}{b}
$$

\`\`\`mermaid
graph TD
  Start --> End
\`\`\`

![A dot](files/${picture}.png)

![Elsewhere](https://elsewhere.example/a.png)

> [!NOTE]
> Mind it.

## Part two

[^1]: The note.
`

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Document actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

describeInBrowser('what goes out', () => {
  const stage = useStage()

  /** What somebody gets who chooses this, under a path of its own. */
  async function downloaded(page: Page, item: string): Promise<{ name: string; path: string; bytes: Buffer }> {
    const coming = page.waitForEvent('download', { timeout: 60_000 })
    await choose(page, item)
    const download = await coming
    const name = download.suggestedFilename()
    const path = `${await download.path()}-${name.replaceAll(' ', '-')}`
    await download.saveAs(path)
    return { name, path, bytes: await readFile(path) }
  }

  /** A document with a picture, which is stored with it. */
  async function withPicture(guest: BrowserContext, textOf: (picture: string) => string) {
    const { writer } = await stage.write('x', guest)
    const bytes = [...createPng({ width: 40, height: 20 })]
    const id = await writer.page.evaluate(async (given) => {
      const document = /\/d\/([\w-]{22})/.exec(location.pathname)?.[1] ?? ''
      const headers = { 'content-type': 'application/octet-stream' }
      const options = { method: 'POST', headers, body: new Uint8Array(given) }
      const answer = await fetch(`api/documents/${document}/files?name=dot.png`, options)
      return ((await answer.json()) as { file: { id: string } }).file.id
    }, bytes)
    await writer.editor.focus()
    await writer.page.keyboard.press('Control+a')
    await writer.page.keyboard.insertText(textOf(id))
    await writer.saved(textOf(id))
    return { ada: writer, id }
  }

  async function write(text: string, guest: BrowserContext) {
    const writer = await stage.open(stage.url, guest)
    await writer.editor.focus()
    await writer.page.keyboard.insertText(text)
    await writer.saved(text)
    return writer
  }

  /** What was downloaded, in a browser without a network. What it asks for all the same is in `asked`. */
  async function opened(path: string): Promise<{ page: Page; asked: string[] }> {
    const file = pathToFileURL(path).href
    const reader = await stage.newGuest({ offline: true })
    const asked: string[] = []
    await reader.exposeBinding('caught', (_source, what: string) => void asked.push(what))
    await reader.addInitScript(() => {
      const report = (what: string) => (): void => (window as unknown as { caught(what: string): void }).caught(what)
      Object.assign(window, { trap: report('a script ran'), alert: report('an alert') })
    })
    reader.on('page', (page) => reader.pages().length > 1 && asked.push(`a window: ${page.url()}`))
    const page = await reader.newPage()
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && request.url() !== file) asked.push(request.url())
    })
    page.on('console', (message) => asked.push(`said: ${message.text()}`))
    await page.goto(file)
    return { page, asked }
  }

  it('is a page in one file that shows everything without a network, and asks nobody for anything', async () => {
    const guest = await stage.newGuest()
    const { ada } = await withPicture(guest, everything)
    const { name, path } = await downloaded(ada.page, 'Download .html')
    expect(name).toBe('Everything.html')
    await ada.page.getByRole('dialog', { name: 'Download' }).getByText('1 picture or film from elsewhere').waitFor()

    const { page, asked } = await opened(path)
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByRole('heading', { name: 'Heading' }).waitFor()
    const facts = await page.evaluate(() => ({
      dots: [...document.querySelectorAll('img')].map(({ alt, complete, naturalWidth }) => [
        alt,
        complete,
        naturalWidth > 0,
      ]),
      keyword: getComputedStyle(document.querySelector('.tok-keyword') ?? document.body).color,
      ink: getComputedStyle(document.body).color,
      fraction: document.querySelector('math mfrac')?.getBoundingClientRect().height ?? 0,
      boxes: [...document.querySelectorAll('input')].map(({ checked, disabled }) => [checked, disabled]),
      centred: getComputedStyle(document.querySelector('td') ?? document.body).textAlign,
      left: document.querySelectorAll('[data-line], script, .katex-html').length,
    }))
    expect(facts).toMatchObject({
      boxes: [
        [true, true],
        [false, true],
      ],
      centred: 'center',
      left: 0,
    })
    expect(facts.dots).toEqual([
      [expect.stringContaining('Diagram'), true, true],
      ['A dot', true, true],
    ])
    expect(facts.keyword).not.toBe(facts.ink)
    expect(facts.fraction).toBeGreaterThan(20)
    expect(await page.getByRole('link', { name: 'Elsewhere' }).getAttribute('href')).toBe(
      'https://elsewhere.example/a.png',
    )
    await page.getByRole('link', { name: 'two', exact: true }).click()
    expect(new URL(page.url()).hash).toBe('#heading-part-two')
    await page.getByRole('link', { name: 'Footnote 1', exact: true }).click()
    await page.getByRole('listitem').filter({ hasText: 'The note.' }).waitFor()
    expect(asked).toEqual([])
  })

  it('is a page that has wide tables, long numbers and what is folded on paper, too', async () => {
    const row = (cell: string) => `| ${Array.from({ length: 14 }, () => cell).join(' | ')} |`
    const table = [row('Unbreakable123'), row('-'), row('Unbreakable123')].join('\n')
    const folded = '<details><summary>More</summary>\n\nWhat is folded.\n\n</details>'
    const ada = await write(`# Wide\n\n${table}\n\n100. 100: words\n\n${folded}\n`, await stage.newGuest())
    const { path } = await downloaded(ada.page, 'Download .html')
    const { page } = await opened(path)
    expect(await page.getByText('What is folded.').isVisible()).toBe(false)
    await layOutForPaper(page)
    await page.getByText('What is folded.').waitFor()
    expect(await numbersWithoutRoom(page.locator('#document'))).toEqual([])
    expect(await cellsBesidePaper(page.locator('#document'))).toEqual([])
  })

  it('can do nothing, whatever the document holds', async () => {
    const guest = await stage.newGuest()
    // Complaints are what the browser is to have: not one that the stage would look at.
    const ada = await Writer.open(guest, stage.url)
    const texts = hostileTexts((index) => `Mark ${index}.`)
    let marks = 0
    for (let from = 0; from < texts.length; from += 40) {
      await ada.editor.focus()
      await ada.page.keyboard.press('Control+a')
      await ada.page.keyboard.insertText(texts.slice(from, from + 40).join('\n\n'))
      const { path } = await downloaded(ada.page, 'Download .html')
      const dialog = ada.page.getByRole('dialog', { name: 'Download' })
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      const { page, asked } = await opened(path)
      const text = await page.locator('#document').innerText()
      marks += text.match(/Mark \d+\./g)?.length ?? 0
      for (const link of await page.locator('a[href]').all()) {
        expect(await link.getAttribute('href')).toMatch(/^(?:https?:|mailto:|tel:|#)/i)
      }
      expect(asked.filter((what) => !what.startsWith('said: '))).toEqual([])
      expect(
        await page.locator('script, iframe, object, embed, form, link, base, meta[http-equiv=refresh]').count(),
      ).toBe(0)
      await page.close()
    }
    // An unclosed comment may hold what follows it.
    expect(marks).toBeGreaterThan(100)
  }, 300_000)

  it('is a Word document from which the same is read again', async () => {
    const guest = await stage.newGuest()
    const { ada } = await withPicture(guest, everything)
    const { name, bytes } = await downloaded(ada.page, 'Download .docx')
    expect(name).toMatch(/\.docx$/)
    const read = await wordToHtml(new Uint8Array(bytes))
    const markdown = htmlToMarkdown(read?.html ?? '', (address) => address)
    for (const part of [
      '# Heading',
      '**bold** and a note[^1]',
      '- [x] done\n- [ ] to do',
      '| a | b |',
      '```js\nconst answer = 42\n```',
      '$$\n\\frac{a}{b}\n$$',
      '![A dot](picture-1.png)',
      '[Elsewhere](https://elsewhere.example/a.png)',
      '> [!NOTE]',
      '## Part two',
      '[^1]: The note.',
    ]) {
      expect(markdown).toContain(part)
    }
    expect(strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml'] ?? new Uint8Array())).toContain('<m:f>')
    const report = ada.page.getByRole('dialog', { name: 'Download' })
    await report.getByText('from elsewhere').first().waitFor()
    expect(await report.getByText('Formulas').count()).toBe(0)
  })

  it('is everything of mine in one archive, with its files, and a word about what is not in it', async () => {
    const guest = await stage.newGuest()
    const { ada, id } = await withPicture(guest, (picture) => `# Plan\n\n![](files/${picture}.png)`)
    await ada.page.close()
    await (await write('# Plan\n\nanother', guest)).page.close()
    const ben = await stage.newGuest()
    const { link } = await stage.write('# Of Ben', ben)
    const shared = await stage.open(link, guest)
    await shared.saved('# Of Ben')
    // On another device, which keeps none of them.
    const device = await stage.newGuest()
    await device.addCookies(await guest.cookies())
    const { page } = await stage.visit(`${stage.url}documents`, device)
    await page.getByText('3 documents').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download all of mine' }).click()
    expect((await download).suggestedFilename()).toMatch(/^Weft \d{4}-\d\d-\d\d\.zip$/)
    await page.getByRole('dialog', { name: 'Download' }).getByText('The archive has 2 documents.').waitFor()
    const files = unzipSync(new Uint8Array(await readFile(await (await download).path())))
    expect(Object.keys(files).toSorted()).toEqual(['Plan (2).md', 'Plan.md', `files/${id}.png`].toSorted())
    expect(
      [strFromU8(files['Plan.md'] ?? new Uint8Array()), strFromU8(files['Plan (2).md'] ?? new Uint8Array())].toSorted(),
    ).toEqual([`# Plan\n\n![](files/${id}.png)`, '# Plan\n\nanother'].toSorted())
    // What was only read for it is not on this device now.
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('On this device', { exact: true }).click()
    await page.getByRole('heading', { name: 'This device keeps no documents' }).waitFor()
  })

  it('says so when the file cannot be made', async () => {
    const guest = await stage.newGuest()
    const ada = await write('# Plan', guest)
    await guest.route('**/word-worker*', (route) => route.abort())
    await choose(ada.page, 'Download .docx')
    const dialog = ada.page.getByRole('dialog', { name: 'Download' })
    await dialog.getByText('The file could not be made').waitFor()
    await ada.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })
})
