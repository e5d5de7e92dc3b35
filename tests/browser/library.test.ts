import axe from 'axe-core'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

describeInBrowser('the list of documents', () => {
  const stage = useStage()

  /** A document of this guest, whose browser knows by now what it is called. */
  async function written(title: string, guest: BrowserContext): Promise<{ writer: Writer; link: string }> {
    const { writer, link } = await stage.write(title, guest)
    const recents = writer.page.getByRole('navigation', { name: 'Recent documents' })
    await recents.getByRole('link', { name: title }).waitFor()
    return { writer, link }
  }

  async function listOf(guest: BrowserContext): Promise<Page> {
    const { page } = await stage.visit(`${stage.url}documents`, guest)
    await page.getByRole('heading', { name: 'Documents', level: 1 }).waitFor()
    return page
  }

  const main = (page: Page): Locator => page.getByRole('main')
  const titles = (page: Page): Promise<string[]> => main(page).locator('.library-title').allTextContents()
  const rowOf = (page: Page, title: string): Locator => main(page).getByRole('listitem').filter({ hasText: title })

  async function choose(page: Page, title: string, action: string): Promise<void> {
    await main(page)
      .getByRole('button', { name: `Actions for “${title}”` })
      .click()
    await page.getByRole('menuitem', { name: action }).click()
  }

  const show = (page: Page, what: string): Promise<void> => page.getByText(what, { exact: true }).click()

  it('says what will be in it, and leads to a new document', async () => {
    const page = await listOf(await stage.newGuest())
    await page.getByRole('heading', { name: 'No documents yet' }).waitFor()
    for (const what of ['Mine', 'Shared with me', 'On this device', 'Archived', 'Trash']) {
      await show(page, what)
      expect(await main(page).getByRole('heading', { level: 2 }).count()).toBe(1)
    }
    await page.getByRole('heading', { name: 'The trash is empty' }).waitFor()
    await main(page).getByRole('button', { name: 'New document' }).click()
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
  })

  it('is a link away from a document, and each document a link away from it', async () => {
    const guest = await stage.newGuest()
    const { writer: ada, link } = await written('Plan', guest)
    await ada.page.getByRole('link', { name: 'All documents' }).click()
    await main(ada.page).getByRole('link', { name: 'Plan' }).click()
    await ada.saved('Plan')
    expect(ada.page.url()).toBe(link)
    await ada.page.goBack()
    await main(ada.page).getByRole('link', { name: 'Plan' }).waitFor()
    expect(await ada.page.title()).toBe('Documents · Weft')
  })

  it('tells mine from what is shared with me, is filtered as one types, and sorted', async () => {
    const [ada, ben] = [await stage.newGuest(), await stage.newGuest()]
    await written('Müsli', ada)
    await written('apple pie', ada)
    const { link } = await written('Zebra', ben)
    const reader = await stage.open(link, ada)
    await reader.saved('Zebra')
    const page = await listOf(ada)
    await page.getByText('3 documents').waitFor()
    await rowOf(page, 'Zebra').getByText('you can edit').waitFor()
    await rowOf(page, 'Müsli').getByText('Yours').waitFor()
    await page.getByLabel('Sort by').selectOption({ label: 'Title' })
    expect(await titles(page)).toEqual(['apple pie', 'Müsli', 'Zebra'])
    await show(page, 'Mine')
    expect(await titles(page)).toEqual(['apple pie', 'Müsli'])
    await show(page, 'Shared with me')
    expect(await titles(page)).toEqual(['Zebra'])
    await show(page, 'All')
    const filter = page.getByRole('searchbox', { name: 'Filter by title or owner' })
    await filter.pressSequentially('musl')
    await page.getByText('1 of 3 documents').waitFor()
    expect(await titles(page)).toEqual(['Müsli'])
    await filter.fill('nothing of that name')
    await page.getByRole('button', { name: 'Show all again' }).click()
    await page.getByText('3 documents').waitFor()
  })

  it('has the same documents on another device, and names them there, too', async () => {
    const ada = await stage.newGuest()
    const { writer } = await written('Plan', ada)
    const elsewhere = await stage.newGuest()
    await elsewhere.addCookies(await ada.cookies())
    const page = await listOf(elsewhere)
    // The server reads what it is called when somebody asks.
    await main(page).getByRole('link', { name: 'Plan' }).waitFor()
    await main(page).getByRole('button', { name: 'Actions for “Plan”' }).focus()
    await page.keyboard.press('Enter')
    const first = page.getByRole('menuitem', { name: 'Rename' })
    await expect.poll(() => first.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Document title' }).fill('Our plan')
    await page.keyboard.press('Enter')
    const link = main(page).getByRole('link', { name: 'Our plan' })
    await link.waitFor()
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true)
    await writer.page.getByRole('button', { name: 'Our plan' }).waitFor()
  })

  it('moves a document to the trash and back, for everybody', async () => {
    const [ada, ben] = [await stage.newGuest(), await stage.newGuest()]
    const { link } = await written('Plan', ada)
    const reader = await stage.open(link, ben)
    await reader.saved('Plan')
    const page = await listOf(ada)
    await choose(page, 'Plan', 'Delete…')
    await page.getByRole('button', { name: 'Move to the trash' }).click()
    await reader.page.getByRole('heading', { name: 'This document was deleted' }).waitFor()
    await reader.page.getByText('If it is in its owner’s trash').waitFor()
    expect(await titles(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await main(page).getByRole('link', { name: 'Plan' }).waitFor()
    await reader.page.reload()
    await reader.saved('Plan')
    await choose(page, 'Plan', 'Delete…')
    await page.getByRole('button', { name: 'Move to the trash' }).click()
    await show(page, 'Trash')
    await rowOf(page, 'Plan').getByText('kept for').waitFor()
    await choose(page, 'Plan', 'Delete for ever…')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).click()
    await page.getByRole('heading', { name: 'The trash is empty' }).waitFor()
    await page.goto(link)
    await page.getByRole('heading', { name: 'Document not found' }).waitFor()
  })

  it('lets the owner take back at once what was deleted in the document itself', async () => {
    const ada = await stage.newGuest()
    const { writer, link } = await written('Plan', ada)
    const { page } = writer
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete document…' }).click()
    await page.getByRole('button', { name: 'Move to the trash' }).click()
    await page.getByRole('button', { name: 'Undo: restore it' }).click()
    await writer.saved('Plan')
    await page.getByRole('button', { name: 'Document actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete document…' }).click()
    await page.getByRole('button', { name: 'Move to the trash' }).click()
    await page.getByRole('button', { name: 'Undo: restore it' }).waitFor()
    // Later, too, and where this device has forgotten whose it is.
    await page.goto(stage.url)
    await page.goto(link)
    await page.getByRole('button', { name: 'Undo: restore it' }).click()
    await writer.saved('Plan')
  })

  it('duplicates, archives, and takes out again', async () => {
    const ada = await stage.newGuest()
    await written('Plan', ada)
    const page = await listOf(ada)
    await choose(page, 'Plan', 'Duplicate')
    await main(page).getByRole('link', { name: 'Copy of Plan' }).waitFor()
    await choose(page, 'Copy of Plan', 'Archive')
    await page.getByText('“Copy of Plan” is in the archive.').waitFor()
    expect(await titles(page)).toEqual(['Plan'])
    await show(page, 'Archived')
    await choose(page, 'Copy of Plan', 'Take out of the archive')
    await page.getByRole('heading', { name: 'Nothing is archived' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await main(page).getByRole('link', { name: 'Copy of Plan' }).click()
    await page.getByRole('textbox', { name: 'Document text' }).getByText('Plan').waitFor()
  })

  it('opens a copy by its own link', async () => {
    const ada = await stage.newGuest()
    await written('Plan', ada)
    const page = await listOf(ada)
    await choose(page, 'Plan', 'Duplicate')
    await page.getByRole('link', { name: 'Open the copy' }).click()
    await page.getByRole('button', { name: 'Copy of Plan', exact: true }).waitFor()
    expect(page.url()).toMatch(/\/d\/.{22}#k=.{22}$/)
  })

  it('lets one leave what is shared with one', async () => {
    const [ada, ben] = [await stage.newGuest(), await stage.newGuest()]
    const { link } = await written('Plan', ada)
    const reader = await stage.open(link, ben)
    await reader.saved('Plan')
    await reader.page.getByRole('navigation').getByRole('link', { name: 'Plan' }).waitFor()
    const page = await listOf(ben)
    await choose(page, 'Plan', 'Remove from my list…')
    await page.getByRole('button', { name: 'Give up access' }).click()
    await page.getByText('“Plan” is not in your list any more.').waitFor()
    await page.getByRole('heading', { name: 'No documents yet' }).waitFor()
    await reader.page.getByRole('heading', { name: 'You have no access any more' }).waitFor()
  })

  it('shows without a connection what this device keeps, says so, and marks what is not saved', async () => {
    const ada = await stage.newGuest()
    const { writer } = await written('Plan', ada)
    const page = await listOf(ada)
    await main(page).getByRole('link', { name: 'Plan' }).waitFor()
    await ada.setOffline(true)
    await writer.sees(({ status }) => status === 'offline')
    await writer.type(' B')
    await writer.kept()
    await rowOf(page, 'Plan').getByText('Unsaved').waitFor()
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.getByText('The server cannot be reached.').waitFor()
    await ada.setOffline(false)
    await page.getByText('The server cannot be reached.').waitFor({ state: 'detached' })
    await rowOf(page, 'Plan').getByText('Unsaved').waitFor({ state: 'detached' })
    // As after a reload, when the server answers nothing.
    await ada.route('**/api/documents*', (route) => route.abort('connectionrefused'))
    const other = await listOf(ada)
    await other.getByText('These are the documents that this device keeps.').waitFor()
    await main(other).getByRole('link', { name: 'Plan B' }).waitFor()
  })

  it('is accessible, and fits a phone', async () => {
    const ada = await stage.newGuest({ viewport: { width: 360, height: 740 } })
    await ada.addInitScript(axe.source)
    await stage.write('A title that is much too long for the narrow screen of a telephone', ada)
    const page = await listOf(ada)
    await main(page).getByRole('listitem').waitFor()
    const expectFits = async (): Promise<void> => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
      expect(await axeViolations(page)).toEqual([])
    }
    await expectFits()
    const [title = ''] = await titles(page)
    await main(page)
      .getByRole('button', { name: `Actions for “${title}”` })
      .click()
    await expectFits()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await expectFits()
    await page.getByRole('button', { name: 'Move to the trash' }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    // What had the focus is gone with its row.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('status')
    await expectFits()
    await show(page, 'Trash')
    await expectFits()
  })
})
