import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
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
})
