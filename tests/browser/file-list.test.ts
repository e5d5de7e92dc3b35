import axe from 'axe-core'
import type { BrowserContext, Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { holdUploads, pasteFiles, pngFile, textFile } from '../support/handed-files.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

describeInBrowser('the list of images and files', () => {
  const stage = useStage()

  async function writing(options: Parameters<typeof stage.newGuest>[0] = {}, guest?: BrowserContext): Promise<Writer> {
    const ada = await stage.open(stage.url, guest ?? (await stage.newGuest(options)))
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    return ada
  }

  async function openList({ page }: Writer): Promise<Locator> {
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'Images and files…' }).click()
    const list = page.getByRole('dialog', { name: 'Images and files' })
    await list.waitFor()
    return list
  }

  const stands = ({ text, status }: { text: string; status: string }): boolean =>
    status === 'saved' && text.includes('](files/') && !text.includes('uploading')

  it('is empty at first, and says how something comes into it', async () => {
    const ada = await writing()
    await ada.type('x')
    await ada.saved('x')
    const list = await openList(ada)
    await list.getByRole('heading', { name: 'No images and files yet' }).waitFor()
    await list.getByText(/^0 bytes of \d+(\.\d)? MB used$/).waitFor()
    const chooser = ada.page.waitForEvent('filechooser')
    await list.getByRole('button', { name: 'Add…' }).click()
    await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(pngFile('').bytes) })
    await ada.sees(stands)
  })

  it('shows what there is, and whether the text has it; puts it in again, hands it out, and deletes it', async () => {
    const ada = await writing()
    await pasteFiles(ada, [pngFile('photo.png'), textFile('data.csv', 'a;b\n')])
    const { text } = await ada.sees((glance) => stands(glance) && glance.text.includes('data.csv'))
    await ada.view('Split')
    await ada.preview.getByAltText('photo').waitFor()
    let list = await openList(ada)
    const photo = list.getByRole('listitem').filter({ hasText: 'photo.png' })
    await photo.getByText('In the text').waitFor()
    await expect.poll(() => photo.locator('img').evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(300)
    expect(await photo.textContent()).toMatch(/\d+ bytes · .*just now/)
    const download = ada.page.waitForEvent('download')
    await list.getByRole('button', { name: 'Download data.csv' }).click()
    expect((await download).suggestedFilename()).toBe('data.csv')
    await ada.page.keyboard.press('Escape')

    await ada.editor.focus()
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Delete')
    await ada.page.keyboard.type('empty ')
    list = await openList(ada)
    await photo.getByText('Not in the text').waitFor()
    await list.getByRole('button', { name: 'Insert photo.png into the text' }).click()
    await list.waitFor({ state: 'detached' })
    const [image = ''] = text.split('\n')
    await ada.saved(`empty ${image}`)
    await ada.page.keyboard.press('Control+z')
    await ada.saved('empty ')
    await ada.page.keyboard.press('Control+y')
    await ada.saved(`empty ${image}`)

    // Others see what is stored, too, and what becomes of it.
    const ben = await stage.open(await ada.link())
    await ben.view('Read')
    await expect.poll(() => ben.preview.getByAltText('photo').getAttribute('src')).toMatch(/^blob:/)
    const bens = await openList(ben)
    await bens.getByText('photo.png').waitFor()
    await ben.page.keyboard.press('Escape')
    list = await openList(ada)
    await list.getByRole('button', { name: 'Delete photo.png' }).click()
    const question = ada.page.getByRole('dialog', { name: 'Delete “photo.png”?' })
    await question.getByText('also in older versions of the text').waitFor()
    await question.getByText('The text still has it.').waitFor()
    await ada.page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    await photo.waitFor()
    await list.getByRole('button', { name: 'Delete photo.png' }).click()
    await question.getByRole('button', { name: 'Delete for everybody' }).click()
    await photo.waitFor({ state: 'detached' })
    await list.getByText('photo.png is deleted.').first().waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.preview.getByText('“photo” is not stored here any more.').waitFor()
    const again = await openList(ben)
    await again.getByText('data.csv').waitFor()
    expect(await again.getByText('photo.png').count()).toBe(0)
    await ben.page.keyboard.press('Escape')
    // As when somebody comes back to the page: nobody has to wait for the next look.
    await ben.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await ben.preview.getByText('“photo” is not stored here any more.').waitFor()
  })

  it('says when it cannot be read, and reads it again', async () => {
    const ada = await writing()
    await ada.type('x')
    await ada.saved('x')
    await ada.page.context().route('**/api/documents/*/files', (route) => route.abort('connectionrefused'))
    const list = await openList(ada)
    await list.getByText('The server cannot be reached.').waitFor()
    await ada.page.context().unroute('**/api/documents/*/files')
    await list.getByRole('button', { name: 'Try again' }).click()
    await list.getByRole('heading', { name: 'No images and files yet' }).waitFor()
  })

  it('fits a phone, as do files on their way', async () => {
    const ada = await writing({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    const name = `${'A very long name of a photo '.repeat(4)}.png`
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile(name)])
    const uploads = ada.page.getByRole('region', { name: 'Uploads' })
    await uploads.waitFor()
    const fits = async (part: Locator): Promise<void> => {
      const box = await part.boundingBox()
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360)
    }
    for (const part of await uploads.locator('*').all()) await fits(part)
    await release()
    await ada.sees(stands)
    const list = await openList(ada)
    await list.getByRole('listitem').waitFor()
    for (const part of await list.locator('button, li, img, .file-thumbnail').all()) await fits(part)
    expect(await list.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  })

  it('has no fault that keeps people out, nor has what stands in text and page', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const ada = await writing({}, guest)
    await ada.type('![gone](files/xxxxxxxxxxxxxxxxxxxxxx.png)\n\n')
    await pasteFiles(ada, [pngFile('photo.png'), textFile('data.csv', 'a;b\n')])
    await ada.sees((glance) => stands(glance) && glance.text.includes('data.csv'))
    const release = await holdUploads(guest)
    await pasteFiles(ada, [pngFile('other.png')])
    await ada.page.getByRole('region', { name: 'Uploads' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.view('Read')
    await ada.preview.getByText('“gone” is not stored here any more.').waitFor()
    await expect.poll(() => ada.preview.getByAltText('photo').getAttribute('src')).toMatch(/^blob:/)
    const frame = ada.page.frames().find((each) => each.url().includes('preview-frame'))
    expect(await axeViolations(ada.page, frame)).toEqual([])
    await ada.preview.getByAltText('photo').click()
    await ada.page.getByRole('dialog', { name: 'photo' }).getByRole('img').waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await release()
    const list = await openList(ada)
    await list.getByRole('listitem').first().waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    await list.getByRole('button', { name: 'Delete data.csv' }).click()
    await ada.page.getByRole('dialog', { name: 'Delete “data.csv”?' }).waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
  })
})
