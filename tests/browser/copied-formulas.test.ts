import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

const TEXT = 'The area is $\\pi r^2$ of course.\n\n$$\nE = m c_0^2\n$$\n\nThe end.\n\n- and $x_1$, $x_2$'

describeInBrowser('what is copied from the page', () => {
  const stage = useStage()

  it('has formulas as they were written, as which they are pasted', async () => {
    const guest = await stage.newGuest({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { writer: ada } = await stage.write(TEXT, guest)
    await ada.view('Read')
    await expect.poll(() => ada.preview.locator('.katex').count()).toBe(4)
    await ada.page.locator('.preview-frame').focus()
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Control+c')
    const copied = (): Promise<string> => ada.page.evaluate(() => navigator.clipboard.readText())
    await expect.poll(copied).toContain('The end.')
    expect(await copied()).toMatch(
      /^The area is \$\\pi r\^2\$ of course\.\n+\$\$\nE = m c_0\^2\n\$\$\n+The end\.\n+and \$x_1\$, \$x_2\$$/,
    )
    await ada.view('Write')
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Delete')
    await ada.page.keyboard.press('Control+v')
    await ada.saved(TEXT)
  })

  it('has the whole of a formula of which a part is chosen, and all else as the browser copies it', async () => {
    const guest = await stage.newGuest({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { writer: ada } = await stage.write(TEXT, guest)
    await ada.view('Read')
    const copied = async (selector: string): Promise<string> => {
      await ada.preview
        .locator(selector)
        .first()
        .evaluate((element) => getSelection()?.selectAllChildren(element))
      await ada.page.locator('.preview-frame').focus()
      await ada.page.keyboard.press('Control+c')
      return ada.page.evaluate(() => navigator.clipboard.readText())
    }
    expect(await copied('.katex-html .base')).toBe('$\\pi r^2$')
    expect(await copied('.katex-display .katex-html .base')).toBe('$$\nE = m c_0^2\n$$')
    expect(await copied('p:has-text("The end.")')).toBe('The end.')
  })
})
