import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { makeLink, openShare } from '../support/share-dialog.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const

/** Nothing reaches past the edges of the screen, and the page cannot be pushed sideways. */
async function expectFits({ page }: Writer, ...parts: Locator[]): Promise<void> {
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }))
  expect(scrollWidth).toBeLessThanOrEqual(innerWidth)
  expect(innerWidth).toBe(PHONE.viewport.width)
  for (const part of parts) {
    const box = await part.boundingBox()
    expect(box).not.toBeNull()
    if (box === null) continue
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(innerWidth)
    expect(box.y + box.height).toBeLessThanOrEqual(PHONE.viewport.height)
  }
}

describeInBrowser('on a phone', () => {
  const stage = useStage()

  it('one types, undoes by touch, and long words stay on the screen', async () => {
    const ada = await stage.open(stage.url, await stage.newGuest(PHONE))
    await ada.editor.tap()
    await ada.page.keyboard.type(`# A title that is much too long for the narrow header of a phone\n${'w'.repeat(200)}`)
    const { text } = await ada.sees(({ status, text }) => status === 'saved' && text.includes('www'))
    await expectFits(ada, ada.page.locator('.cm-scroller'), ada.page.getByRole('heading', { level: 1 }))
    await ada.page.getByRole('button', { name: 'Undo' }).tap()
    const undone = await ada.sees((glance) => glance.status === 'saved' && glance.text !== text)
    expect(undone.text.length).toBeLessThan(text.length)
    // Without the focus, the keyboard would slide away at each tap.
    expect(await ada.editor.evaluate((element) => element === document.activeElement)).toBe(true)
    await ada.page.getByRole('button', { name: 'Redo' }).tap()
    await ada.saved(text)
    expect(await ada.page.getByRole('button', { name: 'Redo' }).isDisabled()).toBe(true)
    await ada.loseNetwork()
    await ada.type('x')
    await ada.kept()
    await expectFits(ada, ada.page.locator('[data-status]'))
  })

  it('the list of documents is a drawer', async () => {
    const { writer: ada } = await stage.write('first', await stage.newGuest(PHONE))
    await ada.page.getByRole('button', { name: 'Documents' }).tap()
    const drawer = ada.page.getByRole('dialog', { name: 'Weft' })
    await drawer.getByRole('link', { name: 'first' }).waitFor()
    await expectFits(ada, drawer)
    await drawer.getByRole('button', { name: 'New document' }).tap()
    await drawer.waitFor({ state: 'detached' })
    await ada.page.waitForURL(stage.url)
    await ada.type('second')
    await ada.saved('second')
    await ada.page.getByRole('button', { name: 'Documents' }).tap()
    await drawer.getByRole('link', { name: 'first' }).tap()
    await drawer.waitFor({ state: 'detached' })
    await ada.saved('first')
  })

  it('the share dialog fits the screen, with everything that opens in it', async () => {
    const guest = await stage.newGuest(PHONE)
    await guest.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { writer: ada } = await stage.write('A title that is longer than the screen is wide, by far', guest)
    await expectFits(ada, ada.page.getByRole('button', { name: 'Share' }))
    const dialog = await openShare(ada)
    await makeLink(dialog, 'read', 'A'.repeat(80))
    await dialog.getByRole('button', { name: /^QR code of “/ }).click()
    await dialog.getByRole('img').scrollIntoViewIfNeeded()
    await dialog.getByRole('button', { name: 'New link' }).click()
    await expectFits(ada, dialog)
    for (const part of await dialog.locator('button, input, select, svg').all()) {
      const box = await part.boundingBox()
      if (box === null) continue
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(PHONE.viewport.width)
    }
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  })

  it('so does the page of somebody who is not let in', async () => {
    const { writer: ada, link } = await stage.write('Read this.', await stage.newGuest(PHONE))
    const ben = await stage.visit(link.replace(/#.*/, ''), await stage.newGuest(PHONE))
    const ask = ben.page.getByRole('button', { name: 'Ask for access' })
    await ask.waitFor()
    await expectFits(ben, ask, ben.page.getByLabel('Your name, as the owner sees it'))
    await ask.tap()
    const share = ada.page.getByRole('button', { name: 'Share: 1 asks for access' })
    await share.waitFor()
    await expectFits(ada, share, ada.page.locator('.share-badge'))
  })

  it('menu, people, search and questions fit the screen', async () => {
    const { writer: ada, link } = await stage.write('something', await stage.newGuest(PHONE))
    const ben = await stage.open(link)
    await ben.saved('something')
    await ada.page.getByRole('button', { name: '2 people are here' }).tap()
    await expectFits(ada, ada.page.getByRole('dialog', { name: '2 people are here' }))
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('button', { name: 'Document actions' }).tap()
    await expectFits(ada, ada.page.getByRole('menu', { name: 'Document actions' }))
    await ada.page.getByRole('menuitem', { name: 'Search' }).tap()
    await expectFits(ada, ada.page.getByRole('textbox', { name: 'Find' }), ada.page.locator('.cm-search'))
    const search = ada.page.locator('.cm-search')
    expect((await search.boundingBox())?.height).toBeLessThan(100)
    await search.getByRole('button', { name: 'Replace, and options' }).tap()
    await search.getByRole('textbox', { name: 'Replace' }).waitFor()
    for (const control of await search.locator('button, input:not([type=checkbox]), label').all())
      expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(40)
    await expectFits(ada, search)
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('button', { name: 'Document actions' }).tap()
    await ada.page.getByRole('menuitem', { name: 'Delete document…' }).tap()
    await expectFits(ada, ada.page.getByRole('dialog', { name: 'Delete this document?' }))
  })
  it('a menu that is longer than the screen ends at its edges', async () => {
    const ada = await stage.open(stage.url, await stage.newGuest(PHONE))
    const more = ada.page.getByRole('button', { name: 'More formatting' })
    const menu = ada.page.getByRole('menu', { name: 'More formatting' })
    for (const height of [740, 400]) {
      await ada.page.setViewportSize({ width: 360, height })
      const fromEdge = async (): Promise<number> => height - ((await more.boundingBox())?.y ?? 0)
      await expect.poll(fromEdge).toBeLessThan(150)
      await more.tap()
      await menu.waitFor()
      const box = await menu.boundingBox()
      expect(box?.y).toBeGreaterThanOrEqual(0)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((await more.boundingBox())?.y ?? 0)
      await ada.page.keyboard.press('Escape')
      await menu.waitFor({ state: 'hidden' })
    }
  })
  it('the title has the room of a list of people that has nobody else in it, and the whole bar to be changed', async () => {
    const { writer: ada } = await stage.write('one', await stage.newGuest(PHONE))
    const { page } = ada
    const title = page.getByRole('heading', { level: 1 })
    await page.getByRole('button', { name: 'Share' }).waitFor()
    expect(await page.getByRole('button', { name: 'Only you are here' }).count()).toBe(0)
    expect((await title.boundingBox())?.width).toBeGreaterThan(110)
    await title.getByRole('button').tap()
    expect((await page.getByRole('textbox', { name: 'Document title' }).boundingBox())?.width).toBeGreaterThan(320)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Share' }).waitFor()
    // One's own name is there still.
    await page.keyboard.press('Control+Shift+P')
    await page.getByRole('combobox', { name: 'Find an action' }).fill('follow')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Only you are here' }).waitFor()
  })

  it('has two rows for what is to be known and done without a connection, in every language', async () => {
    for (const locale of ['en', 'de', 'ar']) {
      const { page } = await stage.visit(stage.url, await stage.newGuest({ ...PHONE, locale }))
      await page.locator('.cm-content').fill('one two')
      await page.locator('[data-status=saved]').waitFor()
      await page.locator('.text-count').waitFor()
      await page.context().setOffline(true)
      await page.locator('.status-retry').waitFor()
      await page.locator('.cm-content').fill('one two three')
      await page.locator('.status-offline').waitFor()
      expect((await page.locator('.status-bar').boundingBox())?.height).toBeLessThan(75)
      expect(await page.locator('.status-retry').isVisible()).toBe(true)
      expect(await page.locator('.undo-buttons').isVisible()).toBe(true)
    }
  })
  it('has a row for the way out of focus mode, which covers nothing of the text', async () => {
    const { writer: ada } = await stage.write('word '.repeat(30), await stage.newGuest(PHONE))
    await ada.page.getByRole('button', { name: 'More formatting' }).waitFor()
    await ada.page.keyboard.press('Alt+Shift+F')
    const box = await ada.page.getByRole('button', { name: 'Leave focus mode' }).boundingBox()
    const text = await ada.editor.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(text?.y ?? 0)
  })
})
