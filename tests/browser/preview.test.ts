import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const LONG = Array.from(
  { length: 120 },
  (_, index) => `## Part ${index}\n\nSome words of part ${index}, and a few more of them.\n\n- one\n- two\n`,
).join('\n')

/** Resolves to what is seen once some frames have changed nothing about it: a wheel scrolls for a while. */
async function still<Value>(page: Page, look: () => Promise<Value>): Promise<Value> {
  let last = await look()
  const isStill = async (): Promise<boolean> => {
    for (let frames = 0; frames < 5; frames++) await page.evaluate(() => new Promise(requestAnimationFrame))
    const before = last
    last = await look()
    return last === before
  }
  await expect.poll(isStill).toBe(true)
  return last
}

/** A key goes where the focus is, and what brings it into the text takes a moment. */
async function focused({ editor }: Writer): Promise<void> {
  await expect.poll(() => editor.evaluate((element) => element === document.activeElement)).toBe(true)
}

/** The part that stands first in the text's window. */
const firstPartInText = ({ page }: Writer): Promise<number> =>
  page.locator('.cm-scroller').evaluate((element) => {
    const top = element.getBoundingClientRect().top
    const lines = [...element.querySelectorAll('.cm-line')]
    const inSight = lines.filter((line) => line.getBoundingClientRect().bottom > top + 2)
    return Number(/\d+/.exec(inSight.map((line) => line.textContent).join('\n'))?.[0])
  })

const partOnPage = ({ preview }: Writer, number: number): Locator =>
  preview.getByRole('heading', { name: `Part ${number}`, exact: true })

const topOf = (heading: Locator): Promise<number> => heading.evaluate((element) => element.getBoundingClientRect().top)

describeInBrowser('the document as a page', () => {
  const stage = useStage()

  /** A window with this text, which is put in at once. */
  async function writing(text: string, options: Parameters<typeof stage.newGuest>[0] = {}): Promise<Writer> {
    const writer = await stage.open(stage.url, await stage.newGuest(options))
    await writer.editor.focus()
    await writer.page.keyboard.insertText(text)
    await writer.saved(text)
    return writer
  }

  it('is shown beside the text, follows every key, and replaces only the block one types in', async () => {
    const ada = await writing('# Title\n\nFirst.\n\nSecond.\n')
    await ada.view('Split')
    expect(await ada.preview.getByRole('heading', { level: 1 }).textContent()).toBe('Title')
    const first = await ada.preview.getByText('First.').elementHandle()
    await ada.type('\nThird with *stress*.')
    await ada.preview.locator('em').getByText('stress').waitFor()
    expect(await first?.evaluate((element) => element.isConnected)).toBe(true)
    const ben = await stage.open(await ada.link())
    await ben.type(' Ben.')
    await ada.preview.getByText('Ben.').waitFor()
  })

  it('is chosen by buttons and by keys, from text and page alike, and kept for the next visit', async () => {
    const ada = await writing('Some text.')
    const { page } = ada
    const pressed = page.getByRole('group', { name: 'View' }).locator('[aria-pressed=true]')
    expect(await pressed.getAttribute('title')).toBe('Write (Alt+Shift+1)')
    await page.keyboard.press('Alt+Shift+Digit2')
    await ada.preview.getByText('Some text.').waitFor()
    expect(await ada.editor.isVisible()).toBe(true)
    await page.keyboard.press('Alt+Shift+Digit3')
    await ada.editor.waitFor({ state: 'hidden' })
    await ada.preview.getByText('Some text.').click()
    await page.keyboard.press('Alt+Shift+Digit1')
    await focused(ada)
    await page.keyboard.type('Typed at once. ')
    await ada.saved('Some text.Typed at once. ')
    await ada.view('Read')
    await page.reload()
    await ada.preview.getByText('Typed at once.').waitFor()
    expect(await pressed.getAttribute('aria-label')).toBe('Read')
  })

  it('gives way to the text where there is nothing to read, or something to search', async () => {
    const ada = await writing('Some text.')
    await ada.view('Read')
    await ada.page.getByRole('button', { name: 'New document' }).click()
    await focused(ada)
    await ada.page.keyboard.type('Another.')
    await ada.saved('Another.')
    await ada.page.reload()
    await ada.preview.getByText('Another.').waitFor()
    await ada.page.getByRole('button', { name: 'Search', exact: true }).click()
    await ada.page.locator('.cm-search').waitFor()
    expect(await ada.editor.isVisible()).toBe(true)
  })

  it('on a phone is text or page, never both', async () => {
    const ada = await writing('Some text.', { viewport: { width: 360, height: 740 }, hasTouch: true })
    expect(await ada.page.getByRole('button', { name: 'Split' }).count()).toBe(0)
    await ada.view('Read')
    expect(await ada.editor.isVisible()).toBe(false)
    await ada.page.setViewportSize({ width: 1200, height: 740 })
    await ada.view('Split')
    await ada.page.setViewportSize({ width: 360, height: 740 })
    await ada.page.locator('.preview-pane').waitFor({ state: 'detached' })
    expect(await ada.editor.isVisible()).toBe(true)
    const wider = await ada.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(wider).toBe(false)
  })

  it('scrolls with the text, both ways, and leads to what one clicks at', async () => {
    const ada = await writing(LONG)
    await ada.view('Split')
    const part = (number: number) => partOnPage(ada, number)
    const firstPart = () => firstPartInText(ada)
    await ada.page.locator('.cm-scroller').hover()
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+Home')
    await expect.poll(() => topOf(part(0))).toBeGreaterThanOrEqual(0)
    await ada.page.mouse.wheel(0, 6000)
    await expect.poll(firstPart).toBeGreaterThan(20)
    const number = await still(ada.page, firstPart)
    await expect.poll(async () => Math.abs(await topOf(part(number)))).toBeLessThan(300)

    await ada.page.locator('.preview-frame').hover()
    await ada.page.mouse.wheel(0, -3000)
    await expect.poll(firstPart).toBeLessThan(number)
    await still(ada.page, firstPart)

    await ada.preview.getByText('Some words of part 3,').click()
    await focused(ada)
    await ada.page.keyboard.type('HERE ')
    await ada.preview.getByText('HERE Some words of part 3,').waitFor()
  })

  it('alone begins where the text was, and the text goes on where one read', async () => {
    const ada = await writing(LONG)
    const firstPart = () => firstPartInText(ada)
    await ada.page.keyboard.press('Control+Home')
    await expect.poll(firstPart).toBe(0)
    await ada.page.locator('.cm-scroller').hover()
    await ada.page.mouse.wheel(0, 6000)
    await expect.poll(firstPart).toBeGreaterThan(20)
    const number = await still(ada.page, firstPart)
    await ada.view('Read')
    const top = () => topOf(partOnPage(ada, number))
    await expect.poll(async () => Math.abs(await top())).toBeLessThan(300)

    const before = await still(ada.page, top)
    await ada.page.locator('.preview-frame').hover()
    await ada.page.mouse.wheel(0, 2000)
    await expect.poll(top).toBeLessThan(before - 1500)
    await still(ada.page, top)
    await ada.view('Write')
    await expect.poll(firstPart).toBeGreaterThan(number + 4)
    // And back, without a touch of either.
    const further = await still(ada.page, firstPart)
    await ada.view('Read')
    await expect.poll(async () => Math.abs(await topOf(partOnPage(ada, further)))).toBeLessThan(300)
  })

  it('stays with what one reads when others write above it', async () => {
    const ada = await writing(LONG)
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+End')
    await ada.view('Split')
    const part = ada.preview.getByRole('heading', { name: 'Part 110', exact: true })
    const top = () => part.evaluate((element) => Math.round(element.getBoundingClientRect().top))
    await expect.poll(top).toBeLessThan(1000)
    await ada.view('Read')
    const before = await still(ada.page, top)
    const ben = await stage.open(await ada.link())
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+Home')
    await ben.page.keyboard.insertText('Much above.\n\n'.repeat(60))
    await expect.poll(() => ada.preview.getByText('Much above.').count()).toBe(60)
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(60)
    await ben.page.keyboard.insertText('Once more.\n\n')
    await ada.preview.getByText('Once more.').waitFor({ state: 'attached' })
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(60)
  })

  it('has headings to link to, contents, and numbered footnotes that lead there and back', async () => {
    const ada = await writing(
      `[toc]\n\n[down](#the-end)\n\nTwo[^b] one[^a] two[^b] ^[inline]\n\n${'word\n\n'.repeat(80)}# The end\n\n# The end\n\n[^a]: Note *a*.\n[^b]: Note b.\n`,
    )
    await ada.page.keyboard.press('Control+Home')
    await expect.poll(() => ada.page.locator('.cm-scroller').evaluate(({ scrollTop }) => scrollTop)).toBeLessThan(100)
    await ada.view('Read')
    const { preview } = ada
    expect(await preview.getByRole('navigation', { name: 'Contents' }).getByRole('link').allTextContents()).toEqual([
      'The end',
      'The end',
    ])
    expect(await preview.locator('.note-mark').allTextContents()).toEqual(['1', '2', '1', '3'])
    expect(await preview.getByRole('region', { name: 'Footnotes' }).getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Note b.'),
      expect.stringContaining('Note a.'),
      expect.stringContaining('inline'),
    ])
    const inSight = (locator: Locator) =>
      locator.evaluate((element) => element.getBoundingClientRect().top < innerHeight)
    const end = preview.getByRole('heading', { name: 'The end' }).first()
    expect(await inSight(end)).toBe(false)
    await preview.getByRole('link', { name: 'down' }).click()
    await expect.poll(() => inSight(end)).toBe(true)
    await preview.getByRole('link', { name: 'Back to footnote 2 in the text' }).click()
    await expect.poll(() => inSight(preview.locator('#note-mark-2'))).toBe(true)
    expect(ada.page.url()).toContain('#k=')
  })

  it('shows a text that has classes like those of the page', async () => {
    const ada = await writing(
      '<div class="notes">\n\n## Kept[^n]\n\n</div>\n\nMiddle.\n\n<div class="block section mine">\n\nInner words.\n\n</div>\n\n<div class="note">Mind this.</div>\n\n[^n]: The note.\n\nEnd.',
    )
    await ada.view('Split')
    const { preview } = ada
    await preview.getByText('Inner words.').waitFor()
    await ada.type(' More[^n].')
    await preview.getByText('End. More').waitFor()
    expect(await preview.getByRole('heading', { name: 'Kept' }).count()).toBe(1)
    expect(await preview.getByText('Middle.').count()).toBe(1)
    expect(await preview.getByText('Mind this.').isVisible()).toBe(true)
    expect(await preview.locator('.mine').getAttribute('class')).toBe('mine')
    expect(await preview.getByRole('region', { name: 'Footnotes' }).getByRole('listitem').count()).toBe(1)
    await preview.getByText('Inner words.').click()
    await focused(ada)
    await ada.page.keyboard.type('HERE ')
    await preview.getByText('HERE Inner words.').waitFor()
  })

  it('has contents in one place only, and no longer ones than somebody looks through', async () => {
    const ada = await writing(
      `<nav class="contents" data-contents>raw</nav>\n\n${'[toc]\n\n'.repeat(50)}${'# x\n'.repeat(1100)}`,
    )
    await ada.view('Read')
    await expect.poll(() => ada.preview.locator('nav a').count()).toBe(1000)
    expect(await ada.preview.locator('nav').first().textContent()).toBe('raw')
    expect(await ada.preview.getByRole('navigation', { name: 'Contents' }).count()).toBe(1)
    expect(await ada.preview.locator('nav[aria-label] li').last().textContent()).toBe('…')
  })

  it('colours code, and fetches what a language needs only when a text has it', async () => {
    const ada = await writing('Plain.\n')
    const fetched: string[] = []
    ada.page.on('request', (request) => fetched.push(request.url()))
    await ada.view('Split')
    await ada.preview.getByText('Plain.').waitFor()
    expect(fetched.filter((url) => /code-colours|formula/.test(url))).toEqual([])
    await ada.type('\n```js\nconst answer = "forty" // two\n```\n\n```nonsense\n<b>\n```\n')
    await expect.poll(() => ada.preview.locator('.tok-keyword').allTextContents()).toEqual(['const'])
    await expect.poll(() => ada.preview.locator('.tok-comment').allTextContents()).toEqual(['// two'])
    await expect.poll(() => ada.preview.locator('code.language-nonsense').allTextContents()).toEqual(['<b>\n'])
    expect(fetched.some((url) => url.includes('code-colours'))).toBe(true)
  })

  it('shows formulas, in the text and on their own, and in place what is wrong with one', async () => {
    const ada = await writing(
      'Let $x^2$ cost $5.\n\n$$\n\\sqrt{\\frac{a}{b}}\n$$\n\n$\\frac{a}$ and $\\href{https://evil.example}{x}$\n\n' +
        'Here $$c^2$$ it is.\n\n```math\nd^2\n```\n',
    )
    await ada.view('Read')
    await ada.preview.locator('.katex-display svg path').first().waitFor()
    expect(await ada.preview.getByRole('math').first().textContent()).toContain('x')
    expect(await ada.preview.getByText('cost $5.').count()).toBe(1)
    expect(await ada.preview.locator('.fault').first().textContent()).toMatch(/^\\frac\{a\} Unexpected end/)
    expect(await ada.preview.locator('.katex a').count()).toBe(0)
    await expect.poll(() => ada.preview.locator('.katex-display').count()).toBe(3)
    const font = () => ada.preview.locator('body').evaluate(() => document.fonts.check('1em KaTeX_Main'))
    await expect.poll(font).toBe(true)
  })

  it('draws diagrams as pictures, and says in place what is wrong with one', async () => {
    const ada = await writing('```mermaid\nflowchart LR\n  A[Start] --> B[End]\n```\n\n```mermaid\nflowchart ??\n```\n')
    await ada.view('Split')
    const picture = ada.preview.getByRole('img', { name: 'Diagram: flowchart LR' })
    await picture.waitFor()
    expect(
      await picture.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth)),
    ).toBeGreaterThan(50)
    expect(await ada.preview.locator('.diagram .fault').textContent()).toContain('This diagram cannot be drawn: ')
    expect(await ada.preview.getByText('flowchart ??').first().isVisible()).toBe(true)
    expect(await ada.preview.getByText('A[Start]').isVisible()).toBe(false)
    const before = await picture.getAttribute('src')
    await ada.page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => picture.getAttribute('src')).not.toBe(before)
  })

  it('opens links in a window that knows nothing of this one', async () => {
    const ada = await writing(`[out](${stage.url}d/AAAAAAAAAAAAAAAAAAAAAA)\n\n[bad](vbscript:x)`)
    await ada.view('Read')
    const opened = ada.page.context().waitForEvent('page')
    await ada.preview.getByRole('link', { name: 'out' }).click()
    const other = await opened
    await other.waitForLoadState()
    expect(await other.evaluate(() => [window.opener, document.referrer])).toEqual([null, ''])
  })

  it('has links of HTML alone', async () => {
    const to = 'https://example.org'
    const ada = await writing(
      `<a href="${to}">html</a> <svg><a xlink:href="${to}" href="${to}"><path d="M0 0h9v9z"/></a></svg> <math href="${to}"><mi href="${to}" xlink:href="${to}">x</mi></math>`,
    )
    await ada.view('Read')
    const links = await ada.preview
      .locator('#document')
      .evaluate((root) =>
        [...root.querySelectorAll('*')]
          .filter((element) => element.getAttributeNames().some((name) => name.endsWith('href')))
          .map((element) => `${element.namespaceURI?.split('/').at(-1)} ${element.localName}`),
      )
    expect(links).toEqual(['xhtml a'])
  })

  it('has a link in place of a page of others, such as a film', async () => {
    const { writer: ada } = await stage.write('x')
    await ada.page.keyboard.insertText(
      [
        '\n\n<iframe src="https://films.example/embed/1" title="Our film"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe></iframe>',
        'a <svg><iframe title="no"></iframe></svg> b',
        '<math><iframe></iframe></math>',
        '<iframe src="//films.example/embed/2"></iframe>',
        'The end.',
      ].join('\n\n'),
    )
    await ada.view('Read')
    await ada.preview.getByText('The end.').waitFor()
    expect(await ada.preview.getByRole('link', { name: '/embed/2' }).getAttribute('href')).toBe(
      'https://films.example/embed/2',
    )
    const link = ada.preview.getByRole('link', { name: 'Our film' })
    expect(await link.getAttribute('href')).toBe('https://films.example/embed/1')
    expect(await ada.preview.getByRole('link').count()).toBe(2)
    expect(await ada.preview.locator('iframe').count()).toBe(0)
  })

  it('loads nothing from elsewhere until somebody asks for it, and then only from there', async () => {
    const asked: string[] = []
    const guest = await stage.newGuest()
    await guest.route(/\.example\//, (route) => {
      asked.push(new URL(route.request().url()).host)
      return route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' })
    })
    const ada = await stage.open(stage.url, guest)
    await ada.type(
      '![A cat](https://cats.example/a.svg)\n\n![A dog](https://dogs.example/b.svg)\n\n[![badge](https://dogs.example/c.svg)](https://dogs.example)',
    )
    await ada.saved()
    await ada.view('Split')
    await ada.preview.getByText('badge').waitFor()
    expect(asked).toEqual([])
    await ada.preview.getByRole('button', { name: 'A cat (show image from cats.example)' }).click()
    await ada.preview.getByRole('img', { name: 'A cat' }).waitFor()
    expect(asked).toEqual(['cats.example'])
    await ada.preview.getByRole('button', { name: /A dog/ }).waitFor()
  })

  it('prints itself, not the program around it', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      window.print = () => console.info(`printed: ${document.body.innerText.trim()}`)
    })
    const ada = await stage.open(stage.url, guest)
    await ada.type('# For paper')
    await ada.view('Read')
    for (const place of [ada.page.getByRole('button', { name: 'Read' }), ada.preview.getByRole('heading')]) {
      await place.click()
      const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
      await ada.page.keyboard.press('Control+p')
      expect((await printed).text()).toBe('printed: For paper')
    }
  })
})
