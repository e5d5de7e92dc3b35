import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('the preview, on paper', () => {
  const stage = useStage()

  it('prints itself, not the program around it', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(() => {
      window.print = () => console.info(`printed: ${document.getElementById('document')?.textContent.trim()}`)
    })
    const ada = await stage.open(stage.url, guest)
    await ada.type('# For paper')
    await ada.view('Read')
    for (const place of [ada.page.getByRole('button', { name: 'Read' }), ada.preview.getByRole('heading')]) {
      await place.click()
      const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
      await ada.page.keyboard.press('Control+p')
      expect((await printed).text()).toBe('printed: For paper')
    }
    // Also while one writes, by the keys and by the menu.
    await ada.view('Write')
    for (const print of [
      () => ada.page.keyboard.press('Control+p'),
      async () => {
        await ada.page.getByRole('button', { name: 'Document actions' }).click()
        await ada.page.getByRole('menuitem', { name: 'Print…' }).click()
      },
    ]) {
      const printed = ada.page.waitForEvent('console', (message) => message.text().startsWith('printed:'))
      await print()
      expect((await printed).text()).toBe('printed: For paper')
      await ada.page.locator('.preview-pane').waitFor({ state: 'detached' })
    }
  })
})
