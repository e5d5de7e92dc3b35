import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { emailOf, PASSWORD } from '../support/account-browser.ts'
import { keptBuilds, keptParts, programKept } from '../support/kept-program.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { startServerProcess } from '../support/test-server.ts'
import type { Writer } from '../support/writer.ts'

const TEXT = '# Kept\n\n$x^2$ and *more*\n\n'

describeInBrowser('a browser that keeps the program', () => {
  const stage = useStage()

  /** A document in a browser that can do without the server from now on. */
  async function kept(text: string): Promise<{ guest: BrowserContext; ada: Writer; link: string }> {
    const guest = await stage.newGuest({ serviceWorkers: 'allow' })
    const { writer: ada, link } = await stage.write(text, guest)
    await programKept(ada.page)
    return { guest, ada, link }
  }

  it('opens a document without a network, to read and to write, and sends what was written afterwards', async () => {
    const { guest, ada, link } = await kept(TEXT)
    await ada.loseNetwork()
    await ada.page.reload()
    await ada.sees(({ text, status }) => text === TEXT && status === 'offline')
    await ada.type('offline')
    expect((await ada.kept()).text).toBe(`${TEXT}offline`)

    await ada.view('Read')
    await ada.preview.getByRole('heading', { name: 'Kept' }).waitFor()
    // A formula is in its place by styles and fonts of its own.
    await ada.preview.locator('.katex').waitFor()
    const fonts = () =>
      ada.preview
        .locator('html')
        .evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family))
    await expect.poll(fonts).toContain('KaTeX_Main')
    // What it shows is somebody else's text: it has no way to what this origin keeps.
    expect(await ada.preview.locator('html').evaluate(() => self.origin)).toBe('null')
    await ada.view('Write')

    await guest.setOffline(false)
    await ada.saved(`${TEXT}offline`)
    const ben = await stage.open(link)
    await ben.saved(`${TEXT}offline`)
  }, 120_000)

  it('says what it lacks, and what it has', async () => {
    const { link: elsewhere } = await stage.write('elsewhere')
    const { guest, ada, link } = await kept('here')
    await ada.loseNetwork()
    const ben = await stage.visit(elsewhere, guest)
    await ben.page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor()
    await ben.page.getByRole('navigation', { name: 'On this device' }).getByRole('link', { name: 'here' }).click()
    await ben.sees(({ text }) => text === 'here')
    expect(ben.page.url()).toBe(link)
    const blank = await stage.open(stage.url, guest)
    await blank.type('begun without a network')
    await blank.kept()
    const list = await stage.visit(`${stage.url}documents`, guest)
    await list.page.getByRole('main').getByRole('link', { name: 'here' }).waitFor()
    // Of no use without the server: the browser says that it is not there, in its own words.
    await expect(list.page.goto(`${stage.url}p/nothing`)).rejects.toThrow('ERR_INTERNET_DISCONNECTED')
    await guest.setOffline(false)
    await blank.saved('begun without a network')
  }, 120_000)

  it('does without a server that is away, or that a proxy says is away', async () => {
    const { ada } = await kept('still here')
    await stage.server.kill()
    await ada.page.reload()
    await ada.sees(({ text, status }) => text === 'still here' && status === 'offline')
    await stage.server.restart()
    await ada.saved('still here', 30_000)
  }, 120_000)

  it('draws diagrams without a network, too, once it has drawn one', async () => {
    const { guest, ada } = await kept('```mermaid\ngraph LR\nhere --> there\n```\n\n')
    await ada.view('Read')
    await ada.preview.locator('figure.diagram img').waitFor({ timeout: 60_000 })
    await expect.poll(() => keptParts(ada.page, 'kept-diagrams'), { timeout: 30_000 }).toHaveLength(1)
    await guest.setOffline(true)
    await ada.page.reload()
    await ada.preview.locator('figure.diagram img').waitFor({ timeout: 60_000 })
    expect(await ada.preview.locator('html').getAttribute('data-version')).not.toBeNull()
    await guest.setOffline(false)
    await ada.saved()
  }, 180_000)

  it('offers to install it, where the browser can', async () => {
    const { ada } = await kept('installable')
    const manifest = await ada.page.locator('link[rel=manifest]').getAttribute('href')
    expect((await fetch(stage.url + manifest)).headers.get('content-type')).toContain('application/manifest+json')
    const menu = ada.page.getByRole('button', { name: 'Document actions' })
    await menu.click()
    await ada.page.getByRole('menuitem', { name: 'Settings…' }).waitFor()
    expect(await ada.page.getByRole('menuitem', { name: 'Install Weft…' }).count()).toBe(0)
    await ada.page.keyboard.press('Escape')
    await ada.page.evaluate(() => {
      const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
        prompt: async () => void (document.documentElement.dataset['asked'] = String(offer.defaultPrevented)),
      })
      window.dispatchEvent(offer)
    })
    await menu.click()
    await ada.page.getByRole('menuitem', { name: 'Install Weft…' }).click()
    await expect.poll(() => ada.page.locator('html').getAttribute('data-asked')).toBe('true')
    await menu.click()
    await ada.page.getByRole('menuitem', { name: 'Settings…' }).waitFor()
    expect(await ada.page.getByRole('menuitem', { name: 'Install Weft…' }).count()).toBe(0)
  }, 120_000)
})

describeInBrowser('below a path', () => {
  const stage = useStage({ BASE_PATH: '/weft' })

  it('the program is kept, until the operator wants that no more; texts stay', async () => {
    const guest = await stage.newGuest({ serviceWorkers: 'allow' })
    const ada = await stage.open(`${stage.url}weft/`, guest)
    await ada.type('below')
    await ada.saved('below')
    await programKept(ada.page)
    await ada.loseNetwork()
    await ada.page.reload()
    await ada.sees(({ text, status }) => text === 'below' && status === 'offline')
    await ada.type(' and above')
    await ada.kept()

    await stage.server.stop()
    const { port, dataDirectory } = stage.server
    const env = { BASE_PATH: '/weft', PORT: String(port), DATA_DIR: dataDirectory, OFFLINE_APP: 'off' }
    const server = await startServerProcess(env)
    try {
      await guest.setOffline(false)
      // Until it is saved, the browser asks whether to leave.
      ada.page.on('dialog', (dialog) => void dialog.accept())
      await ada.page.reload()
      await ada.saved('below and above')
      await expect.poll(() => keptBuilds(ada.page)).toEqual([])
      const registrations = () =>
        ada.page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))
      await expect.poll(registrations).toBe(0)
      expect(await ada.page.locator('html').getAttribute('data-version')).toBeNull()
    } finally {
      await server.remove()
    }
  }, 120_000)
})

describeInBrowser('whoever is signed in', () => {
  const stage = useStage({ ACCOUNTS: 'on', SIGNUP: 'open' })

  it('has their documents without a network, until they sign out', async () => {
    const guest = await stage.newGuest({ serviceWorkers: 'allow' })
    const ada = await stage.visit(`${stage.url}sign-up`, guest)
    const { page } = ada
    await page.getByLabel('E-mail address').fill(emailOf('ada'))
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await ada.editor.fill('For my eyes')
    await ada.saved('For my eyes')
    const link = await ada.link()
    await programKept(page)
    await ada.loseNetwork()
    await page.reload()
    await ada.sees(({ text, status }) => text === 'For my eyes' && status === 'offline')
    await guest.setOffline(false)
    await ada.saved('For my eyes')

    await page.goto(`${stage.url}account`)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Sign out?' })
    // What stays is for when they sign in again, not for whoever opens the page without a network.
    await dialog.getByRole('checkbox', { name: 'Remove from this device' }).setChecked(false)
    await dialog.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await guest.setOffline(true)
    await page.goto(link)
    await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor()
    await page.getByText('No document is on this device yet.').waitFor()
    expect(await page.getByText('For my eyes').count()).toBe(0)
    await guest.setOffline(false)
  }, 120_000)
})
