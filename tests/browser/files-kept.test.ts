import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { holdUploads, keptUploads, pasteFiles, pngFile, UPLOADS } from '../support/handed-files.ts'
import { blockSockets, describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const STORED = /!\[photo\]\(files\/[\w-]{22}\.png\)/

function uploadsOf({ page }: Writer): ReturnType<Page['getByRole']> {
  return page.getByRole('region', { name: 'Uploads' })
}

/** Whoever closes the page is asked by the browser. */
function asks({ page }: Writer): Promise<boolean> {
  return page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
}

/** Neither texts nor files come through, for pages that are loaded from now on; resolves to the way back. */
async function blockServer(guest: BrowserContext): Promise<() => Promise<void>> {
  const unblock = await blockSockets(guest)
  await guest.route(UPLOADS, (route) => route.abort('connectionrefused'))
  return async () => {
    await guest.unroute(UPLOADS)
    await unblock()
  }
}

describeInBrowser('files on their way that this device keeps', () => {
  const stage = useStage()

  /** A saved document in which one can paste. */
  async function writing(): Promise<Writer> {
    const { writer } = await stage.write('x')
    await ready(writer)
    return writer
  }

  async function ready({ page }: Writer): Promise<void> {
    await page.locator('input.upload-input').waitFor({ state: 'attached' })
  }

  it('go on by themselves when the page is loaded again', async () => {
    const ada = await writing()
    const unblock = await blockServer(ada.page.context())
    await ada.page.reload()
    await ready(ada)
    await ada.sees(({ status }) => status === 'offline')
    await pasteFiles(ada, [pngFile('photo.png')])
    const words = 'Waits for a connection. Kept on this device until then.'
    await uploadsOf(ada).getByText(words).waitFor()
    await ada.kept()
    expect(await keptUploads(ada)).toHaveLength(1)

    // Text that no server has is asked about, as ever.
    ada.page.once('dialog', (dialog) => void dialog.accept())
    await ada.page.reload()
    await uploadsOf(ada).getByText('photo.png', { exact: true }).waitFor()
    await uploadsOf(ada).getByText(words).waitFor()
    await unblock()
    await ada.sees(({ status, text }) => status === 'saved' && STORED.test(text), 30_000)
    await uploadsOf(ada).waitFor({ state: 'detached' })
    await expect.poll(() => keptUploads(ada)).toEqual([])
    const ben = await stage.open(await ada.link())
    await ben.view('Read')
    const image = ben.preview.getByAltText('photo', { exact: true })
    await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.naturalWidth, { timeout: 5_000 })).toBe(300)
  })

  it('are left without a question, and go on when one comes back', async () => {
    const ada = await writing()
    const release = await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await expect.poll(() => keptUploads(ada)).toHaveLength(1)
    await expect.poll(() => asks(ada)).toBe(false)
    await ada.saved()
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'New document' }).click()
    await ada.page.waitForURL(stage.url)
    await uploadsOf(ada).waitFor({ state: 'detached' })
    await ada.page.goBack()
    await uploadsOf(ada).getByText('photo.png', { exact: true }).waitFor()
    await release()
    await ada.sees(({ status, text }) => status === 'saved' && STORED.test(text))
    await expect.poll(() => keptUploads(ada)).toEqual([])
  })

  it('are sent by one window alone, and by another when that is closed', async () => {
    const ada = await writing()
    const guest = ada.page.context()
    const sent: Page[] = []
    guest.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/files?name=')) sent.push(request.frame().page())
    })
    const release = await holdUploads(guest)
    await pasteFiles(ada, [pngFile('photo.png')])
    await expect.poll(() => keptUploads(ada)).toHaveLength(1)
    await ada.saved()
    const second = await stage.open(await ada.link(), guest)
    await ready(second)
    await second.saved()
    expect(await uploadsOf(second).count()).toBe(0)
    await ada.page.close()
    await uploadsOf(second).getByText('photo.png', { exact: true }).waitFor()
    await release()
    await second.sees(({ status, text }) => status === 'saved' && STORED.test(text))
    expect(sent).toEqual([ada.page, second.page])
    await expect.poll(() => keptUploads(second)).toEqual([])
  })

  it('are forgotten with their document, after a question', async () => {
    const ada = await writing()
    await holdUploads(ada.page.context())
    await pasteFiles(ada, [pngFile('photo.png')])
    await expect.poll(() => keptUploads(ada)).toHaveLength(1)
    await ada.saved()
    await ada.page.getByRole('button', { name: /^Actions for/ }).click()
    await ada.page.getByRole('menuitem', { name: 'Forget' }).click()
    const question = ada.page.getByRole('dialog', { name: 'Forget unsaved edits?' })
    await question.getByText('has edits or files that are on this device only').waitFor()
    await question.getByRole('button', { name: 'Forget them' }).click()
    await ada.page.waitForURL(stage.url)
    await expect.poll(() => keptUploads(ada)).toEqual([])
  })
})
