import type { BrowserContext, Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, type Stage, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

/** A document in which Ada's last words were refused: while she was offline her browser lost the cookie that knew her. */
async function refusedEdit(
  stage: Stage,
  made?: BrowserContext,
): Promise<{ ada: Writer; ben: Writer; notice: Locator }> {
  const { writer: ada, link } = await stage.write('Shared line.\n', made)
  const guest = ada.page.context()
  await ada.loseNetwork()
  await ada.page.keyboard.type('Ada wrote this.')
  await ada.kept()
  const ben = await stage.open(link)
  await ben.type('Ben was here.\n')
  await ben.saved()
  await guest.clearCookies()
  await guest.setOffline(false)
  const notice = ada.page.getByRole('region', { name: 'Edits set aside' })
  await notice.waitFor()
  await ada.saved('Shared line.\nBen was here.\n')
  return { ada, ben, notice }
}

/** How many branches this device holds, in the page. */
async function storedBranches(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('weft/')
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('no database')))
  })
  return new Promise((resolve) => {
    const request = database.transaction('setAside').objectStore('setAside').count()
    request.addEventListener('success', () => {
      database.close()
      resolve(request.result)
    })
  })
}

describeInBrowser('an edit that the server refused', () => {
  const stage = useStage()

  it('is set aside, compared, and inserted again as new edits', async () => {
    const { ada, ben, notice } = await refusedEdit(stage)
    expect(await notice.textContent()).toContain('kept on this device')
    await ada.page.reload()
    await ada.saved('Shared line.\nBen was here.\n')
    await notice.getByRole('button', { name: 'Review' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Edits set aside' })
    const difference = dialog.getByRole('group', { name: 'Difference' })
    await difference.locator('ins').first().waitFor()
    expect((await difference.locator('ins').allTextContents()).join('')).toContain('Ada')
    expect((await difference.locator('del').allTextContents()).join('')).toContain('Ben')
    await dialog.getByRole('button', { name: 'Insert again as new edits' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await notice.waitFor({ state: 'detached' })
    const both = 'Shared line.\nBen was here.\nAda wrote this.'
    await ada.saved(both)
    await ben.saved(both)
    // It is forgotten only after the new edits are kept on this device: until then a reload would show it again.
    await expect.poll(() => ada.page.evaluate(storedBranches)).toBe(0)
    await ada.page.reload()
    await ada.saved(both)
    expect(await notice.count()).toBe(0)
  })

  it('can be copied, and is discarded only after a question', async () => {
    const { ada, ben, notice } = await refusedEdit(stage)
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await notice.getByRole('button', { name: 'Review' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Edits set aside' })
    await dialog.getByRole('button', { name: 'Copy' }).click()
    await dialog.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('Shared line.\nAda wrote this.')

    const question = ada.page.getByRole('dialog', { name: 'Discard these edits?' })
    await dialog.getByRole('button', { name: 'Discard' }).click()
    await question.getByRole('button', { name: 'Cancel' }).click()
    expect(await notice.count()).toBe(1)
    await dialog.getByRole('button', { name: 'Discard' }).click()
    await question.getByRole('button', { name: 'Discard' }).click()
    await notice.waitFor({ state: 'detached' })
    await expect.poll(() => ada.page.evaluate(storedBranches)).toBe(0)
    await ada.page.reload()
    await ada.saved('Shared line.\nBen was here.\n')
    expect(await notice.count()).toBe(0)
    await ben.saved('Shared line.\nBen was here.\n')
  })

  it('is given away as it is where the comparison cannot be loaded', async () => {
    const guest = await stage.newGuest()
    await guest.route('**/set-aside-dialog*', (route) => route.abort('connectionrefused'))
    const { ada, notice } = await refusedEdit(stage, guest)
    await notice.getByRole('button', { name: 'Review' }).click()
    const text = notice.getByRole('textbox', { name: 'The edits cannot be compared without a connection' })
    expect(await text.inputValue()).toContain('Ada wrote this.')
    await ada.type('And goes on.')
    await ada.saved()
  })
})
