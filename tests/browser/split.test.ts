import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

describeInBrowser('text and page beside each other', () => {
  const stage = useStage()

  /** Of the width of both, in percent. */
  const shareOfText = ({ page }: Writer): Promise<number> =>
    page.locator('.editor-pane').evaluate((text) => {
      const { width } = text.parentElement?.getBoundingClientRect() ?? { width: Number.NaN }
      return Math.round((text.getBoundingClientRect().width / width) * 100)
    })

  it('one is made wider by dragging what is between them, and stays so', async () => {
    const { writer: ada } = await stage.write('# Both')
    const { page } = ada
    await ada.view('Split')
    expect(await shareOfText(ada)).toBe(50)
    const divider = page.getByRole('separator', { name: 'Width of the text' })
    const { x, y, width, height } = (await divider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + 100, y + height / 2, { steps: 4 })
    // Over the page, which is a frame of its own.
    await page.mouse.move(x + 220, y + height / 2, { steps: 4 })
    await page.mouse.up()
    const wider = await shareOfText(ada)
    expect(wider).toBeGreaterThan(55)
    await page.mouse.move(x + 20, y + height / 2, { steps: 4 })
    expect(await shareOfText(ada)).toBe(wider)
    await page.reload()
    await expect.poll(() => shareOfText(ada)).toBe(wider)
    await ada.view('Write')
    expect(await shareOfText(ada)).toBe(100)
    await ada.view('Split')
    expect(await shareOfText(ada)).toBe(wider)
    await divider.dblclick()
    expect(await shareOfText(ada)).toBe(50)
  })

  it('by keys as well, within bounds, and from the side where lines begin', async () => {
    const { writer: ada } = await stage.write('# Both')
    await ada.view('Split')
    const divider = ada.page.getByRole('separator', { name: 'Width of the text' })
    await divider.press('ArrowRight')
    expect(await shareOfText(ada)).toBe(55)
    expect(await divider.getAttribute('aria-valuenow')).toBe('55')
    await divider.press('End')
    await divider.press('ArrowRight')
    expect(await shareOfText(ada)).toBe(75)
    await divider.press('Home')
    expect(await shareOfText(ada)).toBe(25)
    await divider.press('Enter')
    expect(await shareOfText(ada)).toBe(50)
    await ada.page.evaluate(() => (document.documentElement.dir = 'rtl'))
    await divider.press('ArrowLeft')
    expect(await shareOfText(ada)).toBe(55)
  })

  it('show what is written at the end, however much higher the page is than the text', async () => {
    const ada = await stage.open()
    await ada.editor.focus()
    const items = Array.from({ length: 12 }, (_, index) => `Paragraph ${index} ${'of words '.repeat(30)}`)
    await ada.page.keyboard.insertText(`${items.join('\n\n')}\n\n`)
    await ada.view('Split')
    await ada.editor.focus()
    await ada.page.keyboard.insertText('```mermaid\ngraph TD\nA-->B\nB-->C\nC-->D\n```\n\n')
    const last = ada.preview.getByText('The last words')
    await ada.type('The last words')
    await ada.preview.getByRole('img', { name: 'Diagram: graph TD' }).waitFor()
    const below = (): Promise<number> => last.evaluate((it) => it.getBoundingClientRect().bottom - window.innerHeight)
    await expect.poll(below).toBeLessThanOrEqual(0)
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('Words behind them')
    await expect
      .poll(() =>
        ada.preview.getByText('Words behind them').evaluate((it) => {
          return it.getBoundingClientRect().bottom - window.innerHeight
        }),
      )
      .toBeLessThanOrEqual(0)
  })
})
