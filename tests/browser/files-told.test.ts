import { expect, it } from 'vitest'
import { pasteFiles, pngFile } from '../support/handed-files.ts'
import { makeLink, openShare } from '../support/share-dialog.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'

describeInBrowser('a file that does not come along', () => {
  const stage = useStage()

  it('is not taken by who may only read, who is told so', async () => {
    const guest = await stage.newGuest({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { writer: ada } = await stage.write('x', guest)
    const link = await makeLink(await openShare(ada), 'read', 'Readers')
    const { page } = await stage.visit(link)
    await page.locator('.preview-pane[data-state=shown]').waitFor()
    await expect
      .poll(async () => {
        await page.locator('body').evaluate((body) => {
          const dataTransfer = new DataTransfer()
          dataTransfer.items.add(new File(['x'], 'photo.png', { type: 'image/png' }))
          for (const type of ['dragenter', 'dragover', 'drop'])
            body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
        })
        return toastOf(page)
      })
      .toBe('You may only read this document: nothing can be put into its text.')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('is not in the text that is downloaded, which is said', async () => {
    const { writer: ada } = await stage.write('x')
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    const download = async (): Promise<void> => {
      const downloaded = ada.page.waitForEvent('download')
      await ada.page.getByRole('button', { name: 'Document actions' }).click()
      await ada.page.getByRole('menuitem', { name: 'Download .md' }).click()
      await downloaded
    }
    await download()
    expect(await ada.page.getByText('images and files are not in it').count()).toBe(0)
    await pasteFiles(ada, [pngFile('photo.png')])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('files/'))
    await download()
    expect(await toastOf(ada.page)).toContain('Its images and files are not in it.')
  })
})
