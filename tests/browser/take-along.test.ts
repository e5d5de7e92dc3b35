import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

/** The text that the page offers, by the clipboard and as a file: the same, and whole. */
async function takenAlong(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy text' }).click()
  await page.getByText('Text copied').waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const downloaded = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download .md' }).click()
  expect(await readFile(await (await downloaded).path(), 'utf8')).toBe(copied)
  expect(await page.getByRole('textbox', { name: 'The text, as this page has it' }).inputValue()).toBe(copied)
  return copied
}

describeInBrowser('the text can be taken along', () => {
  const stage = useStage()

  it('when the editor cannot be built, which can be tried again', async () => {
    const { link } = await stage.write('written before')
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      const createElement = document.createElement.bind(document)
      document.createElement = (name: string) => {
        if (name === 'div' && sessionStorage.getItem('mended') === null) throw new Error('no element')
        return createElement(name)
      }
    })
    const ben = await stage.visit(link, guest)
    await ben.page.getByRole('heading', { name: 'The editor stopped' }).waitFor()
    expect(await takenAlong(ben.page)).toBe('written before')
    expect(ben.complaints.splice(0)).toContain('thrown: no element')
    await ben.page.evaluate(() => sessionStorage.setItem('mended', ''))
    await ben.page.getByRole('button', { name: 'Start the editor again' }).click()
    await ben.type(', and after')
    await ben.saved('written before, and after')
  })

  it('when the editor cannot be fetched, beside all else that the page has, until it comes by itself', async () => {
    const { writer: ada, link } = await stage.write('written before')
    const guest = ada.page.context()
    await guest.route('**/create-editor*', (route) => route.abort())
    const again = await stage.visit(link, guest)
    await again.page.getByText('The editor is not on this device').waitFor()
    await again.page.getByRole('button', { name: 'Share', exact: true }).waitFor()
    expect(await takenAlong(again.page)).toBe('written before')
    await again.view('Read')
    await again.preview.getByText('written before').waitFor()
    await again.view('Split')
    await guest.unroute('**/create-editor*')
    await again.type(', and after')
    await again.saved('written before, and after')
  })

  it('when the page around the editor breaks, also what comes from others afterwards', async () => {
    const { writer: ada, link } = await stage.write('Title\nwritten before')
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      window.matchMedia = () => {
        throw new Error('no media')
      }
    })
    const ben = await stage.visit(link, guest)
    await ben.page.getByRole('heading', { name: 'Something in this page broke' }).waitFor()
    await ben.page.getByRole('textbox', { name: 'The text, as this page has it' }).waitFor()
    await ada.type(', and after')
    await expect.poll(() => ben.page.getByRole('textbox').inputValue()).toBe('Title\nwritten before, and after')
    expect(await takenAlong(ben.page)).toBe('Title\nwritten before, and after')
    expect(ben.complaints.splice(0)).toContain('thrown: no media')
    expect(await ben.page.getByRole('button', { name: 'Reload' }).count()).toBe(1)
  })

  it('when the page cannot even start, it says so instead of staying blank', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      const querySelector = document.querySelector.bind(document)
      document.querySelector = (selector: string) => {
        if (selector.includes('csp-nonce')) throw new Error('no start')
        return querySelector(selector)
      }
    })
    const ada = await stage.visit(stage.url, guest)
    await ada.page.getByText('Weft could not start in this browser').waitFor()
    expect(ada.complaints.splice(0)).toContain('thrown: no start')
  })
})
