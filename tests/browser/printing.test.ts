import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { cellsBesidePaper, layOutForPaper } from '../support/printed-parts.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

/** A browser that tells what it would print: the page of the preview, or the program's own. */
async function newPrinter(guest: BrowserContext): Promise<BrowserContext> {
  await guest.addInitScript(() => {
    window.print = () => {
      const page = document.getElementById('document')
      console.info(`printed: ${page === null ? 'the text as it is written' : page.textContent.trim()}`)
    }
  })
  return guest
}

describeInBrowser('the preview, on paper', () => {
  const stage = useStage()

  it('prints itself, not the program around it', async () => {
    const guest = await newPrinter(await stage.newGuest())
    const ada = await stage.open(stage.url, guest)
    await ada.type('# For paper')
    await ada.view('Read')
    for (const place of [ada.page.getByRole('button', { name: 'Read' }), ada.preview.getByRole('heading')]) {
      await place.click()
      const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
      await ada.page.keyboard.press('Control+p')
      expect((await printed).text()).toBe('printed: For paper')
    }
    // Also while one writes, by the keys and by the menu.
    await ada.view('Write')
    for (const print of [
      () => ada.page.keyboard.press('Control+p'),
      async () => {
        await ada.page.getByRole('button', { name: 'Document actions' }).click()
        await ada.page.getByRole('menuitem', { name: 'Print or save as PDF…' }).click()
      },
    ]) {
      const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
      await print()
      expect((await printed).text()).toBe('printed: For paper')
      await ada.page.locator('.preview-pane').waitFor({ state: 'detached' })
    }
  })

  it('has its formulas, diagrams and pictures on it, and is called by the document', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      window.print = () => {
        const found = [...document.querySelectorAll('img')].map((image) => image.complete && image.naturalWidth > 0)
        const waits = document.querySelectorAll('.formula-coming').length
        const formulas = document.querySelectorAll('.katex').length
        const colours = document.querySelectorAll('.tok-keyword').length
        console.info(`printed: ${document.title} ${JSON.stringify({ found, waits, formulas, colours })}`)
      }
    })
    const { writer: ada } = await stage.write('x', guest)
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+a')
    const far = 'A line.\n\n'.repeat(300)
    await ada.page.keyboard.insertText(
      `# On paper\n\n${far}$$x^2$$\n\n\`\`\`mermaid\ngraph TD\n  A --> B\n\`\`\`\n\n\`\`\`js\nconst a = 1\n\`\`\`\n`,
    )
    await expect.poll(() => ada.page.title()).toBe('On paper · Weft')
    const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
    await ada.page.keyboard.press('Control+p')
    expect((await printed).text()).toBe('printed: On paper {"found":[true],"waits":0,"formulas":1,"colours":1}')
  })

  it('is light, also where the page is dark: colours and diagrams; and light is only what is printed', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      window.print = () => console.info(`printed: ${document.querySelector('.diagram img')?.getAttribute('src') ?? ''}`)
    })
    const { writer: ada } = await stage.write('x', guest)
    await ada.page.keyboard.insertText('\n\n| a |\n| - |\n\n```mermaid\ngraph TD\n  A --> B\n```\n')
    await ada.page.keyboard.press('Control+Shift+P')
    await ada.page.getByRole('combobox').fill('dark')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark')
    await ada.page.keyboard.press('Escape')
    await ada.view('Read')
    const diagram = ada.preview.locator('.diagram img')
    const dark = await diagram.getAttribute('src')
    const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
    await ada.page.keyboard.press('Control+p')
    const light = (await printed).text().slice('printed: '.length)
    expect(light).toMatch(/^data:image/)
    expect(light).not.toBe(dark)
    await expect.poll(() => diagram.getAttribute('src')).toBe(dark)

    const colours = () =>
      ada.preview.locator('th').evaluate((cell) => {
        const { backgroundColor, color } = getComputedStyle(cell)
        return [getComputedStyle(document.documentElement).colorScheme, color, backgroundColor]
      })
    expect((await colours())[0]).toBe('dark')
    await ada.page.emulateMedia({ media: 'print' })
    expect(await colours()).toEqual(['light', 'rgb(0, 0, 0)', 'rgb(244, 241, 236)'])
  })

  it('has the address of a link behind its words, but for those that say it', async () => {
    const { writer: ada } = await stage.write('x ')
    await ada.page.keyboard.insertText(
      '[words](https://weft.example/a) https://weft.example/b www.weft.example https://weft.example/%C3%A4 [a](#b)',
    )
    await ada.view('Read')
    await ada.page.emulateMedia({ media: 'print' })
    const behind = await ada.preview
      .locator('a')
      .evaluateAll((links) => links.map((link) => getComputedStyle(link, '::after').content))
    expect(behind.map((content) => content !== 'none')).toEqual([true, false, false, false, false])
  })

  it('has columns in which words stay whole, and breaks only what is longer than a column', async () => {
    const { writer: ada } = await stage.write('x')
    const address = `https://weft.example/${'a'.repeat(400)}`
    await ada.page.keyboard.insertText(
      `\n\n| # | Figure | Notes |\n| - | - | - |\n| 100 | 2 | ${'Many words. '.repeat(60)} |\n| 2 | 3 | ${address} |\n\n$$a + b$$\n`,
    )
    await ada.view('Read')
    await layOutForPaper(ada.page)
    // What is around the page is on no paper; it has to be laid out all the same.
    await ada.page.locator('#app').evaluate((app) => (app.style.display = 'block'))
    const lines = (words: string) =>
      ada.preview
        .locator('th, td')
        .filter({ hasText: words })
        .first()
        .evaluate((cell) => {
          const range = document.createRange()
          range.selectNodeContents(cell)
          return range.getClientRects().length
        })
    expect(await lines('Figure')).toBe(1)
    expect(await lines('100')).toBe(1)
    expect(await lines(address)).toBeGreaterThan(3)
    const formula = ada.preview.locator('.katex-display > .katex')
    await expect.poll(() => formula.evaluate((it) => getComputedStyle(it).whiteSpace)).toBe('normal')
    await expect.poll(() => formula.evaluate((it) => getComputedStyle(it).textAlign)).toBe('center')
    expect(await cellsBesidePaper(ada.preview.locator('#document'))).toEqual([])
  })

  it.each([
    ['fourteen columns of words that do not break', 14, 'Unbreakable123'],
    ['thirty columns, of words held together', 30, 'a\u00a0b\u00a0c\u00a0d'],
    ['nine columns of capitals', 9, 'INVENTORY9'],
  ])('has all of a table of %s', async (_what, columns, word) => {
    const { writer: ada } = await stage.write('x')
    const row = (cell: string) => `| ${Array.from({ length: columns }, () => cell).join(' | ')} |`
    await ada.page.keyboard.insertText(`\n\n${row(word)}\n${row('-')}\n${row(word)}\n`)
    await ada.view('Read')
    await layOutForPaper(ada.page)
    await ada.page.locator('#app').evaluate((app) => (app.style.display = 'block'))
    await ada.preview.locator('td').last().waitFor()
    expect(await cellsBesidePaper(ada.preview.locator('#document'))).toEqual([])
  })

  it('has what is folded on the page', async () => {
    const { writer: ada } = await stage.write('x')
    await ada.page.keyboard.insertText('\n\n<details><summary>More</summary>\n\nWhat is folded.\n\n</details>\n')
    await ada.view('Read')
    const folded = ada.preview.getByText('What is folded.')
    await folded.waitFor({ state: 'hidden' })
    await layOutForPaper(ada.page)
    await ada.page.locator('#app').evaluate((app) => (app.style.display = 'block'))
    await folded.waitFor()
  })

  it('waits for the whole page while it opens, and prints the text where there will be none', async () => {
    const guest = await newPrinter(await stage.newGuest())
    const { writer: ada } = await stage.write('# For paper', guest)
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    await guest.route('**/render-worker*', async (route) => {
      await released
      await route.continue()
    })
    await ada.page.getByRole('button', { name: 'Read', exact: true }).click()
    await ada.page.locator('.preview-pane[data-state=opening]').waitFor()
    const whole = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
    await ada.page.keyboard.press('Control+p')
    release()
    expect((await whole).text()).toBe('printed: For paper')

    await guest.unroute('**/render-worker*')
    await guest.route('**/render-worker*', (route) => route.abort())
    await ada.page.reload()
    await ada.page.getByRole('heading', { name: 'The preview could not be shown' }).waitFor()
    const text = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
    await ada.page.keyboard.press('Control+p')
    expect((await text).text()).toBe('printed: the text as it is written')
  })
})
