import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { numbersWithoutRoom } from '../support/list-numbers.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const LONG = Array.from(
  { length: 120 },
  (_, index) => `## Part ${index}\n\nSome words of part ${index}, and a few more of them.\n\n- one\n- two\n`,
).join('\n')

const partOnPage = ({ preview }: Writer, number: number): Locator =>
  preview.getByRole('heading', { name: `Part ${number}`, exact: true })

describeInBrowser('the page that one reads', () => {
  const stage = useStage()

  async function writing(text: string): Promise<Writer> {
    const writer = await stage.open()
    await writer.editor.focus()
    await writer.page.keyboard.insertText(text)
    await writer.saved(text)
    return writer
  }

  it('has the focus as soon as it is there, so that keys scroll it', async () => {
    const ada = await writing(LONG)
    const { page } = ada
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Alt+Shift+Digit3')
    const scrolled = (): Promise<number> => partOnPage(ada, 0).evaluate(() => window.scrollY)
    const isFocused = (): Promise<boolean> =>
      page.locator('.preview-frame').evaluate((frame) => frame === document.activeElement)
    await expect.poll(isFocused).toBe(true)
    await page.keyboard.press('PageDown')
    await expect.poll(scrolled).toBeGreaterThan(0)
    await page.reload()
    await partOnPage(ada, 0).waitFor()
    await expect.poll(isFocused).toBe(true)
    await page.keyboard.press('PageDown')
    await expect.poll(scrolled).toBeGreaterThan(0)
  })

  it('is read on at the same place beside the text, where every line is shorter', async () => {
    const words = 'and a few more of them to fill some lines, '
    const parts = Array.from({ length: 80 }, (_, index) => `## Part ${index}\n\nSome words ${words.repeat(12)}\n`)
    const ada = await writing(parts.join('\n'))
    const { page } = ada
    await page.keyboard.press('Control+Home')
    await ada.view('Read')
    const heading = partOnPage(ada, 20)
    const top = (): Promise<number> => heading.evaluate((it) => it.getBoundingClientRect().top)
    await page.locator('.preview-frame').focus()
    await page.locator('.preview-frame').hover()
    await expect
      .poll(async () => {
        if ((await top()) > 200) await page.mouse.wheel(0, 200)
        return top()
      })
      .toBeLessThan(201)
    const before = await top()
    await ada.view('Split')
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(40)
    await page.locator('.cm-line', { hasText: '## Part 20' }).waitFor()
    await ada.view('Read')
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(40)
  })

  it('has the numbers of its lists whole, however long they are', async () => {
    const long = Array.from({ length: 12 }, (_, index) => `${index + 1}. ${index + 1}: words`).join('\n')
    const texts = [
      `${long}\n\n    100. 100: nested\n\n         1000. 1000: in a list within it`,
      '1. 1: words',
      '> 9999. 9999: words\n> 1. 10000: in a quote',
      '<ol reversed dir="rtl"><li value="1000">1000: من اليمين</li><li>999: words</li></ol>',
      Array.from({ length: 10 }, (_, index) => `Words[^${index}].\n\n[^${index}]: ${index + 1}: a note`).join('\n\n'),
    ]
    const ada = await writing(texts.join('\n\nBetween.\n\n'))
    await ada.view('Read')
    await expect.poll(() => ada.preview.locator('.notes li').count()).toBe(10)
    expect(await ada.preview.locator('ol').count()).toBe(7)
    expect(await numbersWithoutRoom(ada.preview.locator('#document'))).toEqual([])
  })
})
