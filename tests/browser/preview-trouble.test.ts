import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('the document as a page, where something is in the way,', () => {
  const stage = useStage()

  it('says that there is nothing yet, and that it could not be loaded', async () => {
    const guest = await stage.newGuest()
    const ada = await stage.open(stage.url, guest)
    await ada.view('Split')
    await ada.preview.locator('#document[data-empty=true]').waitFor()
    await ada.view('Write')
    await guest.route('**/render-worker*', (route) => route.abort())
    await ada.type('x')
    await ada.saved('x')
    await ada.page.reload()
    await ada.view('Write')
    await ada.page.getByRole('button', { name: 'Split' }).click()
    await ada.page.getByRole('heading', { name: 'The preview could not be shown' }).waitFor()
    await guest.unroute('**/render-worker*')
    await ada.page.getByRole('button', { name: 'Try again' }).click()
    await ada.preview.getByText('x').waitFor()
  })

  it('is greeted though others send the frame messages', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      if (window === parent) return
      // The frame's script has run by then.
      for (const data of [null, { type: 'other' }])
        addEventListener('DOMContentLoaded', () => dispatchEvent(new MessageEvent('message', { data })))
    })
    const { writer: ada } = await stage.write('x', guest)
    await ada.view('Read')
    await ada.preview.getByText('x').waitFor()
  })

  it('says that its frame cannot be fetched, and comes by itself when it can be', async () => {
    const guest = await stage.newGuest()
    const { writer: ada } = await stage.write('x', guest)
    await ada.page.clock.install()
    await guest.route('**/preview-frame', (route) => route.abort())
    await ada.page.getByRole('button', { name: 'Split' }).click()
    const fault = ada.page.getByRole('heading', { name: 'The preview could not be shown' })
    await expect
      .poll(async () => {
        await ada.page.clock.runFor(1_000)
        return fault.isVisible()
      })
      .toBe(true)
    await ada.page.clock.runFor(15_000)
    expect(await fault.isVisible()).toBe(true)
    await guest.unroute('**/preview-frame')
    await ada.page.clock.runFor(15_000)
    await ada.preview.getByText('x').waitFor()
    // The failed looks, as the browser tells of them.
    ada.complaints.length = 0
  })

  it('says that it is behind, and ends when it is stuck, to be tried again', async () => {
    const guest = await stage.newGuest()
    const { writer: ada } = await stage.write('x', guest)
    await ada.page.clock.install()
    await guest.route('**/render-worker*', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
    await ada.page.getByRole('button', { name: 'Split' }).click()
    // The frame has answered the page's hello once it passes keys on.
    const frame = ada.page.frameLocator('iframe').locator('body')
    await expect
      .poll(async () => {
        await frame.dispatchEvent('keydown', { code: 'KeyS', ctrlKey: true })
        return ada.page.getByText('Saved already').count()
      })
      .toBe(1)
    await ada.page.clock.runFor(16_000)
    await ada.page.getByRole('status').getByText('The page is behind the text').waitFor()
    await ada.page.clock.runFor(16_000)
    await ada.page.getByRole('heading', { name: 'The preview takes too long' }).waitFor()
    expect(await ada.page.locator('iframe').count()).toBe(0)
    await guest.unroute('**/render-worker*')
    await ada.page.getByRole('button', { name: 'Try again' }).click()
    await ada.preview.getByText('x').waitFor()
  })

  it('shows what it has a fault with as it is written, and all the rest', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      Element.prototype.querySelector = function (this: Element, selector: string) {
        if (selector === '.katex' && this.textContent.includes('unlucky')) throw new Error('a fault of the program')
        return this.querySelectorAll(selector)[0] ?? null
      }
    })
    const ada = await stage.open(stage.url, guest)
    await ada.editor.focus()
    await ada.page.keyboard.insertText('# First\n\nAn *unlucky* one.\n\nThe **last**.')
    await ada.view('Read')
    await ada.preview.getByText('An <em>unlucky</em> one.').waitFor()
    await ada.preview.locator('strong', { hasText: 'last' }).waitFor()
    const told = ada.complaints.splice(0)
    expect(told.length).toBeGreaterThan(0)
    for (const complaint of told) expect(complaint).toContain('a fault of the program')
  })
})
