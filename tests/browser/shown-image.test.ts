import { expect, it } from 'vitest'
import { pasteFiles, pngFile } from '../support/handed-files.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('an image on the page', () => {
  const stage = useStage()

  it('is shown large when one presses it, and Escape leads back', async () => {
    const ada = await stage.open()
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    await pasteFiles(ada, [pngFile('photo.png', 1000, 500)])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('](files/'))
    await ada.view('Read')
    // As wide as the text at most.
    const image = ada.preview.getByAltText('photo')
    await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth)).toBe(1000)
    const measure = await ada.preview.locator('#document').evaluate((element) => element.clientWidth)
    expect((await image.boundingBox())?.width).toBeLessThanOrEqual(measure)
    for (const press of [() => image.click(), () => ada.page.keyboard.press('Enter')]) {
      await press()
      const large = ada.page.getByRole('dialog', { name: 'photo' })
      await expect
        .poll(() => large.getByAltText('photo').evaluate((it: HTMLImageElement) => it.naturalWidth))
        .toBe(1000)
      // As a browser that learns late of what was pressed.
      await ada.page.locator('.preview-frame').evaluate((it: HTMLIFrameElement) => it.contentWindow?.focus())
      await expect.poll(() => ada.preview.locator(':root').evaluate(() => document.hasFocus())).toBe(false)
      await ada.page.keyboard.press('Escape')
      await large.waitFor({ state: 'detached' })
      await expect
        .poll(() => image.evaluate(() => document.hasFocus() && document.activeElement !== document.body))
        .toBe(true)
    }
  })
})
