import { expect, it } from 'vitest'
import { blockSockets, describeInBrowser, useStage } from '../support/stage.ts'

describeInBrowser('without a connection', () => {
  const stage = useStage()

  it('the text is kept on this device, and reaches the others afterwards', async () => {
    const { writer: ada, link } = await stage.write('together')
    const ben = await stage.open(link)
    await ben.saved('together')
    await ada.loseNetwork()
    await ada.sees(({ words }) => words === 'Offline: no unsaved changes')
    await ada.page.keyboard.type(' alone')
    await ada.kept()
    await ben.type('!')
    await ben.saved('together!')
    await ada.page.context().setOffline(false)
    const { text } = await ada.saved()
    expect(text).toMatch(/^together( alone!|! alone)$/)
    await ben.saved(text)
  })

  it('who leaves the page and comes back has what was written while the server was away', async () => {
    const { writer: ada, link } = await stage.write('before')
    const guest = ada.page.context()
    await ada.loseNetwork()
    await ada.page.keyboard.type(' offline')
    await ada.kept()
    ada.page.once('dialog', (dialog) => void dialog.accept())
    // Not reloaded: with the network back, this page might be quicker to save it.
    await ada.page.goto('about:blank')
    const unblock = await blockSockets(guest)
    await guest.setOffline(false)
    await ada.page.goto(link)
    expect((await ada.kept()).text).toBe('before offline')
    await ada.type(' twice')
    expect((await ada.kept()).text).toBe('before offline twice')
    await unblock()
    await ada.saved('before offline twice')
    const ben = await stage.open(link)
    await ben.saved('before offline twice')
  })

  it('a document can be begun, and is stored once there is a server', async () => {
    const guest = await stage.newGuest()
    const unblock = await blockSockets(guest)
    const ada = await stage.open(stage.url, guest)
    await ada.type('begun offline')
    const link = await ada.link()
    await ada.kept()
    await unblock()
    await ada.saved('begun offline')
    const ben = await stage.open(link)
    await ben.saved('begun offline')
  })

  it('what was written in a page since closed is sent by the next page of the same browser', async () => {
    const guest = await stage.newGuest()
    const unblock = await blockSockets(guest)
    const ada = await stage.open(stage.url, guest)
    await ada.type('left behind')
    const link = await ada.link()
    await ada.kept()
    await ada.page.close()
    await unblock()

    const later = await stage.open(stage.url, guest)
    const recent = later.page.getByRole('navigation').getByRole('link', { name: 'left behind' })
    await recent.waitFor()
    await recent.filter({ hasNotText: 'Unsaved' }).waitFor()
    const ben = await stage.open(link)
    await ben.saved('left behind')
  })

  it('two tabs of one browser hold the same text, on line and off', async () => {
    const guest = await stage.newGuest()
    const { writer: left, link } = await stage.write('one', guest)
    const right = await stage.open(link, guest)
    await right.saved('one')
    expect(await right.page.getByRole('button', { name: 'Only you are here' }).count()).toBe(1)
    await right.type(' two')
    await left.saved('one two')
    for (const tab of [left, right]) await tab.loseNetwork()
    await left.type(' three')
    await left.kept()
    await right.type(' four')
    await right.kept()
    await guest.setOffline(false)
    const { text } = await left.sees(
      ({ status, text }) => status === 'saved' && text.includes('three') && text.includes('four'),
    )
    await right.saved(text)
    expect(text).toMatch(/^one two( three four| four three)$/)
  })

  it('a document that this device does not have says so, and opens as soon as it can', async () => {
    const { link } = await stage.write('far away')
    const guest = await stage.newGuest()
    const unblock = await blockSockets(guest)
    const ben = await stage.visit(link, guest)
    await ben.page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor()
    await unblock()
    await ben.saved('far away')
  })

  it('another document is begun right after a key: nobody is asked about what is kept in a moment', async () => {
    const { writer: ada, link } = await stage.write('mine')
    await ada.loseNetwork()
    await ada.editor.focus()
    await ada.page.getByRole('button', { name: 'New document' }).evaluate(async (button: HTMLElement) => {
      await slowDisk(200)
      document.execCommand('insertText', false, 'x')
      await new Promise((resolve) => setTimeout(resolve, 50))
      button.click()

      /** What is kept on this device waits so long, behind a transaction that does nothing. */
      async function slowDisk(ms: number): Promise<void> {
        for (const { name = '' } of await indexedDB.databases()) {
          const opening = indexedDB.open(name)
          await new Promise((resolve) => opening.addEventListener('success', resolve))
          const stores = opening.result.objectStoreNames
          const end = Date.now() + ms
          const store = opening.result.transaction(stores, 'readwrite').objectStore(stores[0] ?? '')
          const goOn = (): void => {
            if (Date.now() < end) store.count().addEventListener('success', goOn)
          }
          goOn()
        }
      }
    })
    await expect.poll(() => ada.page.url()).not.toBe(link)
    await ada.page.goBack()
    expect((await ada.kept()).text).toMatch(/^(xmine|minex)$/)
  })

  it('leaving asks first as long as something is not stored', async () => {
    const { writer: ada } = await stage.write('safe')
    const dialogs: string[] = []
    ada.page.on('dialog', (dialog) => {
      dialogs.push(dialog.type())
      void dialog.dismiss()
    })
    await ada.loseNetwork()
    await ada.page.keyboard.type(' unsafe')
    await ada.sees(({ status, changes }) => status === 'offline' && changes > 0)
    await ada.page.close({ runBeforeUnload: true })
    await expect.poll(() => dialogs).toEqual(['beforeunload'])
    expect(await ada.text()).toBe('safe unsafe')

    await ada.page.context().setOffline(false)
    await ada.saved('safe unsafe')
    // The question is withdrawn a moment after that is shown.
    const asks = () => ada.page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
    await expect.poll(asks).toBe(false)
    const closed = ada.page.waitForEvent('close')
    await ada.page.close({ runBeforeUnload: true })
    await closed
    expect(dialogs).toHaveLength(1)
  })
})
