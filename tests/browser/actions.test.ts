import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('the list of all actions', () => {
  const stage = useStage()

  it('finds every action by name, and does it where one was', async () => {
    const ada = await stage.open()
    await ada.type('word')
    await ada.page.keyboard.press('Control+Shift+P')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('quo')
    await ada.page.keyboard.press('Enter')
    await ada.saved('> word')
    await ada.page.keyboard.type('s')
    await ada.saved('> words')
    await ada.page.keyboard.press('Control+Shift+P')
    await ada.page.getByRole('combobox', { name: 'Find an action' }).fill('share')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('dialog', { name: /^Share/ }).waitFor()
  })

  it('says directly below the field that nothing is called so', async () => {
    const { page } = await stage.open()
    await page.keyboard.press('Control+Shift+P')
    const find = page.getByRole('combobox', { name: 'Find an action' })
    await find.fill('qwertz')
    const none = await page.getByText('Nothing is called that.').boundingBox()
    const field = await find.boundingBox()
    expect((none?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0)).toBeLessThan(30)
  })

  it('has among all actions those of the header, by other names, too, and with their keys', async () => {
    const ada = await stage.open()
    const { page } = ada
    await ada.type('word')
    await ada.saved()
    const find = page.getByRole('combobox', { name: 'Find an action' })
    const look = async (typed: string): Promise<void> => {
      await page.locator('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('Control+Shift+P')
      await find.fill(typed)
    }
    await look('export')
    const print = page.getByRole('option', { name: /^Print or save as PDF/ })
    expect(await print.locator('kbd').textContent()).toBe('Ctrl+P')
    expect(await page.getByRole('option').count()).toBe(4)
    await page.keyboard.press('Escape')

    await look('rename')
    await page.keyboard.press('Enter')
    const title = page.getByRole('textbox', { name: 'Document title' })
    await title.fill('Called so')
    await title.press('Enter')
    await page.getByRole('button', { name: 'Called so', exact: true }).waitFor()

    await look('follow')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Only you are here' }).waitFor()
    await page.keyboard.press('Escape')
    await look('list of documents')
    await page.keyboard.press('Enter')
    await page.locator('.sidebar').waitFor({ state: 'detached' })
    await look('list of documents')
    await page.keyboard.press('Enter')
    await page.locator('.sidebar').waitFor()
    // In focus mode it is out of sight, and wanted therefore.
    await page.keyboard.press('Alt+Shift+F')
    await page.locator('.sidebar').waitFor({ state: 'detached' })
    await look('list of documents')
    await page.keyboard.press('Enter')
    await page.locator('.sidebar').waitFor()
    await page.getByRole('banner').waitFor()
    // Where there is no room for the list it is a drawer.
    await page.setViewportSize({ width: 700, height: 700 })
    await look('list of documents')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Weft' }).waitFor()
  })
})
