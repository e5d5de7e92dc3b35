import { readFile } from 'node:fs/promises'
import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'

/** Lets this guest's pages speak a protocol that the server gave up long ago, from the first call until the second. */
async function ageing(guest: BrowserContext): Promise<{ age: () => void; renew: () => void }> {
  let isOld = false
  const spoken = (body: string): string =>
    isOld ? body.replace(`"protocol":${PROTOCOL_VERSION}`, '"protocol":0') : body
  await guest.route('**/socket.io/**', async (route) => {
    const body = route.request().postData()
    await (body === null ? route.continue() : route.continue({ postData: spoken(body) }))
  })
  await guest.routeWebSocket('**/socket.io/**', (page) => {
    const server = page.connectToServer()
    page.onMessage((message) => server.send(typeof message === 'string' ? spoken(message) : message))
  })
  return { age: () => void (isOld = true), renew: () => void (isOld = false) }
}

describeInBrowser('a page that cannot show a document', () => {
  const stage = useStage()

  it('says that a link with another key, without one, or with a wrong id opens nothing', async () => {
    const { link } = await stage.write('secret')
    const wrongKey = `${link.slice(0, -4)}AAAA`
    const guest = await stage.newGuest()
    for (const url of [wrongKey, link.replace(/#.*/, ''), link.replace(/d\/.{4}/, 'd/AAAA')]) {
      const { page } = await stage.visit(url, guest)
      await page.getByRole('heading', { name: 'Document not found' }).waitFor()
      expect(await page.locator('body').textContent()).not.toContain('secret')
      expect(await page.getByRole('navigation').getByRole('link').count()).toBe(0)
    }
    const ben = await stage.visit(wrongKey, guest)
    await ben.page.getByRole('main').getByRole('button', { name: 'New document' }).click()
    await ben.editor.waitFor()
    await ben.type('mine')
    await ben.saved('mine')
  })

  it('is older than the server: it is reloaded once, and else says so and gives the text away', async () => {
    const guest = await stage.newGuest()
    const { age, renew } = await ageing(guest)
    const { writer: ada } = await stage.write('before the upgrade', guest)
    await guest.grantPermissions(['clipboard-read', 'clipboard-write'])
    await ada.loseNetwork()
    await ada.page.keyboard.type(', and after')
    await ada.kept()
    let loads = 0
    ada.page.on('load', () => loads++)
    age()
    await guest.setOffline(false)
    // All of its text is on this device, so a newer page can be fetched at once; here there is none.
    await expect.poll(() => loads).toBe(1)
    await ada.page.getByRole('heading', { name: 'This page is out of date' }).waitFor()
    await ada.page.getByRole('button', { name: 'Copy text' }).click()
    await ada.page.getByText('Text copied').waitFor()
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('before the upgrade, and after')
    const downloaded = ada.page.waitForEvent('download')
    await ada.page.getByRole('button', { name: 'Download .md' }).click()
    expect(await readFile(await (await downloaded).path(), 'utf8')).toBe('before the upgrade, and after')
    expect((await downloaded).suggestedFilename()).toMatch(/\.md$/)

    // Reloaded while it is still old, it says the same, and does not go on reloading.
    const reloaded = ada.page.waitForEvent('load')
    await ada.page.getByRole('button', { name: 'Reload' }).click()
    await reloaded
    await ada.page.getByRole('heading', { name: 'This page is out of date' }).waitFor()
    expect(loads).toBe(2)
    renew()
    await ada.page.getByRole('button', { name: 'Reload' }).click()
    await ada.saved('before the upgrade, and after')
  })

  it('says that the document was deleted, to whoever has it open and to whoever comes later', async () => {
    const { writer: ada, link } = await stage.write('doomed')
    const ben = await stage.open(link)
    await ben.saved('doomed')
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'Delete document…' }).click()
    const question = ada.page.getByRole('dialog', { name: 'Delete this document?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await ben.saved('doomed')
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'Delete document…' }).click()
    await question.getByRole('button', { name: 'Move to the trash' }).click()
    for (const { page } of [ada, ben]) await page.getByRole('heading', { name: 'This document was deleted' }).waitFor()
    expect(await ben.page.getByRole('textbox', { name: 'The text, as this page has it' }).inputValue()).toBe('doomed')
    expect(await ben.page.getByRole('button', { name: 'Download .md' }).count()).toBe(1)
    const late = await stage.visit(link)
    await late.page.getByRole('heading', { name: 'Document not found' }).waitFor()
  })

  it('says without JavaScript what it is missing', async () => {
    const guest = await stage.newGuest({ javaScriptEnabled: false })
    const page = await guest.newPage()
    await page.goto(stage.url)
    await page.getByRole('heading', { name: 'Weft needs JavaScript' }).waitFor()
  })
})

const FULL: [string, Record<string, string>, RegExp][] = [
  ['a full server', { MAX_CONNECTIONS: '1' }, /^Not saved: The server has as many visitors as it can serve/],
  [
    'a server with as many pages as one address may open',
    { MAX_CONNECTIONS_PER_ADDRESS: '1' },
    /^Not saved: Too many pages are open from this address/,
  ],
]

for (const [name, limit, says] of FULL)
  describeInBrowser(name, () => {
    const stage = useStage(limit)

    it('says so, keeps the text on the device, and takes it when there is room', async () => {
      const { writer: first } = await stage.write('the only visitor')
      const ada = await stage.open()
      await ada.type('waiting')
      const { words } = await ada.sees(({ status, changes }) => status === 'not-saved' && changes > 0)
      expect(words).toMatch(says)
      // Without waiting for the button to be still: it goes and comes back with each attempt.
      await ada.page.getByRole('button', { name: 'Try now' }).dispatchEvent('click')
      await first.page.context().close()
      await ada.saved('waiting', 30_000)
    })
  })

describeInBrowser('a browser that keeps nothing', () => {
  const stage = useStage()

  const nothing = 'This browser keeps nothing for this page'
  const denials: [string, string, () => void][] = [
    [
      'throws on every use of IndexedDB',
      nothing,
      () => {
        const refuse = (): never => {
          throw new DOMException('denied', 'SecurityError')
        }
        Object.defineProperty(window, 'indexedDB', { get: refuse })
      },
    ],
    ['has no IndexedDB', nothing, () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
    [
      'never answers',
      'This browser’s storage does not answer yet',
      () => Object.defineProperty(window, 'indexedDB', { value: { open: () => new EventTarget() } }),
    ],
    [
      'was used by a newer version of the page',
      'A newer version of this page has been open in this browser',
      () => {
        indexedDB.open('weft/', 99)
      },
    ],
  ]

  it.each(denials)(
    'and %s: the editor opens all the same, and never says that anything is kept',
    async (_name, says, deny) => {
      const guest = await stage.newGuest()
      await guest.addInitScript(deny)
      const ada = await stage.open(stage.url, guest)
      await ada.page.getByText(says).waitFor()
      await ada.type('fragile')
      await ada.saved('fragile')
      await ada.loseNetwork()
      await ada.page.keyboard.type('!')
      await ada.sees(({ words }) => words === 'Offline: not kept on this device')
      await guest.setOffline(false)
      await ada.saved('fragile!')
    },
  )
})
