import axe from 'axe-core'
import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { choose, makeLink, openShare } from '../support/share-dialog.ts'
import { describeInBrowser, toastOf, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

/** The history of a page's document, opened from the menu. */
async function openHistory({ page }: Writer): Promise<Locator> {
  await page.getByRole('button', { name: 'Document actions' }).click()
  await page.getByRole('menuitem', { name: 'History…' }).click()
  const dialog = page.getByRole('dialog', { name: 'History' })
  await dialog.waitFor()
  return dialog
}

const versionsOf = (dialog: Locator): Locator => dialog.getByRole('list', { name: 'Versions' }).getByRole('button')

async function introduce({ page }: Writer, name: string): Promise<void> {
  await page.locator('.people-button').click()
  await page.getByTitle('Your name: click to change').click()
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

describeInBrowser('the history of a document', () => {
  const stage = useStage()

  it('tells who wrote, and what going back would change; going back is seen by all, and can be taken back', async () => {
    const { writer: ada, link } = await stage.write('# Plan\nAda wrote this.\n')
    await introduce(ada, 'Ada')
    const ben = await stage.open(link)
    await introduce(ben, 'Ben')
    await ben.type('Ben, too.\n')
    const then = '# Plan\nAda wrote this.\nBen, too.\n'
    await ben.saved(then)
    await ada.saved(then)

    const dialog = await openHistory(ada)
    await versionsOf(dialog).first().waitFor()
    const newest = versionsOf(dialog).first()
    expect(await newest.textContent()).toMatch(/^Today, .*Latest.*(Ada and Ben|Ben and Ada)$/)
    await newest.click()
    await dialog.getByText('The document is the same now.').waitFor()
    const restore = dialog.getByRole('button', { name: 'Restore this version' })
    expect(await restore.isDisabled()).toBe(true)

    await ben.type('And what is wrong.')
    await ben.saved(`${then}And what is wrong.`)
    const changes = dialog.getByRole('group', { name: 'What would change' })
    await changes.locator('del').waitFor()
    expect(await changes.locator('del').allTextContents()).toEqual(['And what is wrong.'])
    expect(await changes.locator('ins').count()).toBe(0)
    await restore.click()
    await dialog.waitFor({ state: 'detached' })
    expect(await toastOf(ada.page)).toContain('restored')
    await ada.saved(then)
    await ben.saved(then)

    await ben.type('Later.')
    await ada.saved(`${then}Later.`)
    // The focus is in the text.
    await ada.page.keyboard.press('Control+z')
    await ada.sees(({ text }) => text.includes('And what is wrong.') && text.includes('Later.'))
    await ada.page.keyboard.press('Control+Shift+Z')
    await ada.saved(`${then}Later.`)
  })

  it('gives an earlier text away as it was', async () => {
    const { writer: ada, link } = await stage.write('As it was.')
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const ben = await stage.open(link)
    const dialog = await openHistory(ada)
    await versionsOf(dialog).first().waitFor()
    await ben.editor.focus()
    await ben.page.keyboard.press('Control+a')
    await ben.page.keyboard.type('Gone.')
    await ben.saved('Gone.')
    await versionsOf(dialog).first().click()
    await dialog.getByText('As it was.').waitFor()
    await dialog.getByRole('button', { name: 'Copy' }).click()
    await dialog.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('As it was.')
    const [download] = await Promise.all([
      ada.page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d \d\d \d\d .+\.md$/)
    expect(await readFile(await download.path(), 'utf8')).toBe('As it was.')
  })

  it('is there for whoever may write alone, by the name that people look for', async () => {
    const guest = await stage.newGuest()
    await guest.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { writer: ada } = await stage.write('Some words.', guest)
    const dialog = await openShare(ada)
    const links = []
    for (const can of ['read', 'comment']) links.push(await makeLink(dialog, can, `to ${can}`))
    await ada.page.keyboard.press('Escape')
    for (const link of links) {
      const reader = await stage.visit(link)
      await reader.page.getByRole('button', { name: 'Document actions' }).click()
      await reader.page.getByRole('menuitem', { name: 'Copy all text' }).waitFor()
      expect(await reader.page.getByRole('menuitem', { name: 'History…' }).count()).toBe(0)
    }
    await ada.page.keyboard.press('Control+Shift+P')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('earlier version')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('dialog', { name: 'History' }).waitFor()
  })

  it('needs a connection, and is there when that is back', async () => {
    const { writer: ada } = await stage.write('Some words.')
    await (await openHistory(ada)).getByRole('button', { name: 'Close' }).click()
    await ada.loseNetwork()
    const dialog = await openHistory(ada)
    await dialog.getByText('Earlier versions are on the server').waitFor()
    await ada.page.context().setOffline(false)
    await versionsOf(dialog).first().waitFor()
    expect(await dialog.getByRole('alert').count()).toBe(0)
  })

  it('lets nobody restore who may not write any more, and goes with the document', async () => {
    const { writer: ada, link } = await stage.write('Some words.')
    const ben = await stage.open(link)
    await introduce(ben, 'Ben')
    await ben.type(' And more.')
    await ada.saved('Some words. And more.')
    const dialog = await openHistory(ben)
    await versionsOf(dialog).first().click()
    await dialog.getByText('The document is the same now.').waitFor()
    const sharing = await openShare(ada)
    await choose(sharing, /^Ben is .*: change$/, 'Can read')
    await ada.page.keyboard.press('Escape')
    await dialog.getByText('You may not change the document any more').waitFor()
    await ada.type(' Ada goes on.')
    await ada.saved()
    await dialog.locator('.difference del').waitFor()
    expect(await dialog.getByRole('button', { name: 'Restore this version' }).isDisabled()).toBe(true)
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'Delete document…' }).click()
    await ada.page.getByRole('button', { name: 'Move to the trash' }).click()
    await dialog.waitFor({ state: 'detached' })
    await ben.page.getByRole('heading', { name: /deleted/ }).waitFor()
  })

  it('can be used by keys alone, and has nothing that axe minds', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const { writer: ada, link } = await stage.write('One line.\n', guest)
    const { keyboard } = ada.page
    await ada.page.getByRole('button', { name: 'Document actions' }).focus()
    await keyboard.press('Enter')
    await ada.page.locator('[role=menuitem]:focus').waitFor()
    await keyboard.press('h')
    await keyboard.press('Enter')
    const dialog = ada.page.getByRole('dialog', { name: 'History' })
    await versionsOf(dialog).first().waitFor()
    expect(await axeViolations(ada.page)).toEqual([])
    const ben = await stage.open(link)
    await ben.type('Another.')
    await ben.saved('One line.\nAnother.')
    await keyboard.press('Tab')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await dialog.locator('.difference del').waitFor()
    expect(await versionsOf(dialog).first().getAttribute('aria-current')).toBe('true')
    expect(await dialog.locator('.history-item:not([tabindex="-1"])').count()).toBe(1)
    expect(await axeViolations(ada.page)).toEqual([])
    const restore = dialog.getByRole('button', { name: 'Restore this version' })
    await expect
      .poll(async () => {
        await keyboard.press('Tab')
        return restore.evaluate((button) => button === document.activeElement)
      })
      .toBe(true)
    await keyboard.press('Enter')
    await ada.saved('One line.\n')
    await ada.page.keyboard.press('Control+z')
    await ada.saved('One line.\nAnother.')
  })

  it('fits a phone', async () => {
    const guest = await stage.newGuest({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    const { writer: ada, link } = await stage.write(`${'word '.repeat(60)}\n${'x'.repeat(400)}\n`, guest)
    const ben = await stage.open(link)
    const dialog = await openHistory(ada)
    await versionsOf(dialog).first().waitFor()
    await ben.type(`${'line\n'.repeat(20)}${'y'.repeat(400)}`)
    await ben.saved()
    await versionsOf(dialog).first().click()
    await dialog.locator('.difference del').waitFor()
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    for (const name of ['Copy', 'Restore this version']) {
      const box = await dialog.getByRole('button', { name }).boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 1000)).toBeLessThanOrEqual(740)
    }
  })
})
