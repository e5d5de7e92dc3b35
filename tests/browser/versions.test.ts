import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { LeapingClock } from '../support/leaping-clock.ts'
import { describeInBrowser } from '../support/stage.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { Writer } from '../support/writer.ts'

const BUILT_CLIENT = new URL('../../dist/client/', import.meta.url)
const DAY_MS = 86_400_000

describeInBrowser('a document that was written over some days', () => {
  const clock = new LeapingClock()
  let server: TestServer
  let browser: Browser

  beforeAll(async () => {
    server = await startServer({ DOCUMENTS_PER_HOUR: '1000', GUESTS_PER_HOUR: '1000' }, clock, BUILT_CLIENT)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('is read as it was on each of them, and goes back to one; what was there before stays in the list', async () => {
    const guest = await browser.newContext({ serviceWorkers: 'block' })
    const ada = await Writer.open(guest, `${server.url}/`)
    for (const text of ['Monday.', ' Tuesday.', ' Wednesday.']) {
      await ada.type(text)
      await ada.saved()
      clock.leap(DAY_MS)
    }
    const { page } = ada
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'History…' }).click()
    const dialog = page.getByRole('dialog', { name: 'History' })
    const versions = dialog.getByRole('list', { name: 'Versions' }).getByRole('button')
    await expect.poll(() => versions.count()).toBe(3)
    const difference = dialog.getByRole('group', { name: 'What would change' })

    await versions.nth(1).click()
    await expect.poll(() => difference.locator('del').allTextContents()).toEqual([' Wednesday.'])
    await versions.nth(2).click()
    await expect.poll(() => difference.locator('del').allTextContents()).toEqual([' Tuesday. Wednesday.'])
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await ada.saved('Monday.')

    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'History…' }).click()
    await expect.poll(() => versions.count()).toBe(4)
    await versions.nth(1).click()
    await expect.poll(() => difference.locator('ins').allTextContents()).toEqual([' Tuesday. Wednesday.'])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await ada.editor.focus()
    await page.keyboard.press('Control+z')
    await ada.saved('Monday. Tuesday. Wednesday.')
    expect(ada.complaints).toEqual([])
    await guest.close()
  })
})
