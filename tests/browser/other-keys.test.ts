import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('the keys of other editors', () => {
  const stage = useStage()

  /** A browser in which these keys were chosen. */
  async function guestWith(keys: string): Promise<BrowserContext> {
    const guest = await stage.newGuest()
    await guest.addInitScript((settings) => localStorage.setItem('weft.settings', settings), JSON.stringify({ keys }))
    return guest
  }

  it('has the keys of Emacs, which stand before the page’s own', async () => {
    const { writer: ada } = await stage.write('one\ntwo\nthree', await guestWith('emacs'))
    await ada.page.locator('.cm-emacsMode').waitFor()
    await ada.editor.focus()
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await ada.page.keyboard.press(key)
    }
    await press('Control+Home', 'Control+k', 'Control+d')
    await ada.saved('two\nthree')
    await press('Control+n', 'Control+e', 'Control+y')
    await ada.saved('two\nthreeone')
    await press('Control+a')
    await ada.page.keyboard.type('> ')
    await ada.saved('two\n> threeone')
    await press('Control+x', 'u')
    await ada.saved('two\nthreeone')
  })

  it('goes to the line before by Ctrl-P of Emacs, and prints nothing', async () => {
    const { writer: ada } = await stage.write('one\ntwo\nthree', await guestWith('emacs'))
    await ada.page.locator('.cm-emacsMode').waitFor()
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+End')
    await ada.page.keyboard.press('Control+p')
    await ada.page.keyboard.type('!')
    await ada.saved('one\ntwo!\nthree')
    // It is there to be printed, otherwise.
    expect(await ada.page.locator('.preview-pane').count()).toBe(0)
  })

  it('has the keys of VS Code', async () => {
    const { writer: ada } = await stage.write('one\ntwo', await guestWith('vscode'))
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+Home')
    const selected = async (): Promise<string> => {
      await ada.page.keyboard.press('Control+l')
      return ada.page.evaluate(() => String(getSelection()))
    }
    // They come a moment after the editor.
    await expect.poll(selected).toContain('one')
    await ada.page.keyboard.type('X')
    await ada.saved('Xtwo')
  })

  it('takes back by `u` of Vim all that one command wrote', async () => {
    const { link } = await stage.write('a a\nb a\na')
    const ada = await stage.open(link, await guestWith('vim'))
    await ada.page.locator('.cm-vimMode').waitFor()
    await ada.editor.focus()
    await ada.page.keyboard.type(':%s/a/A/g\n')
    await ada.saved('A A\nb A\nA')
    await ada.page.keyboard.type('u')
    await ada.saved('a a\nb a\na')
  })

  it('answers what leaves Vim as it answers `:w`: all is saved, and nothing to close', async () => {
    const { link } = await stage.write('one')
    const ada = await stage.open(link, await guestWith('vim'))
    await ada.page.locator('.cm-vimMode').waitFor()
    await ada.editor.focus()
    for (const command of ['wq', 'q!']) {
      await ada.page.keyboard.type(`:${command}\n`)
      await ada.page.getByText('Saved already').waitFor()
      await ada.page.getByText('Saved already').waitFor({ state: 'detached', timeout: 20_000 })
    }
  })

  it('leaves Escape to Vim in focus mode, too', async () => {
    const { link } = await stage.write('one')
    const ada = await stage.open(link, await guestWith('vim'))
    await ada.page.locator('.cm-vimMode').waitFor()
    await ada.page.getByRole('toolbar').getByRole('button').first().waitFor()
    await ada.page.keyboard.press('Alt+Shift+F')
    await ada.page.getByRole('banner').waitFor({ state: 'hidden' })
    await ada.editor.focus()
    await ada.page.keyboard.type('A two')
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.type('u')
    await ada.saved('one')
    expect(await ada.page.getByRole('banner').isVisible()).toBe(false)
  })
})
