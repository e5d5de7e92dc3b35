import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { blockSockets, describeInBrowser, useStage } from '../support/stage.ts'

/** Changes stored rows of updates in the page, as a failing disk may: every byte of the first one becomes another. */
async function damageFirstRow(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error('no answer')))
      })
    const db = await done(indexedDB.open('weft/'))
    const updates = db.transaction('updates', 'readwrite').objectStore('updates')
    const [first] = (await done(updates.getAll())) as { frames?: Uint8Array; update?: Uint8Array }[]
    const bytes = first?.update ?? first?.frames
    if (bytes === undefined) throw new Error('there is no row')
    for (const [index, byte] of bytes.entries()) bytes[index] = byte ^ 0xff
    await done(updates.put(first))
    db.close()
  })
}

describeInBrowser('where the storage of this browser', () => {
  const stage = useStage()

  it('answers late, a document that only it has is waited for, and shown when it answers', async () => {
    const guest = await stage.newGuest()
    const unblock = await blockSockets(guest)
    const ada = await stage.open(stage.url, guest)
    await ada.type('only here')
    await ada.kept()
    const link = await ada.link()
    await ada.page.close({ runBeforeUnload: false })
    await unblock()

    await guest.addInitScript(() => {
      const open = indexedDB.open.bind(indexedDB)
      indexedDB.open = (name: string, version?: number) => {
        const late = new EventTarget() as IDBOpenDBRequest
        window.addEventListener('answer', () => {
          const request = open(name, version)
          request.addEventListener('success', () => {
            Object.defineProperty(late, 'result', { value: request.result })
            late.dispatchEvent(new Event('success'))
          })
        })
        return late
      }
    })
    const again = await stage.visit(link, guest)
    await again.page.getByRole('heading', { name: 'This browser’s storage does not answer' }).waitFor()
    await again.page.getByText('closing other tabs of this page may help').waitFor()
    await again.page.evaluate(() => window.dispatchEvent(new Event('answer')))
    await again.saved('only here', 30_000)
    expect(await again.page.getByRole('note').count()).toBe(0)
  })

  it('gives back a damaged row, the document opens whole from the server', async () => {
    const { writer: ada, link } = await stage.write('whole')
    await ada.type(' and well')
    await ada.saved('whole and well')
    const guest = ada.page.context()
    await damageFirstRow(ada.page)
    await ada.page.close()
    const again = await stage.open(link, guest)
    // What could still be read of the local copy is there before what the server has.
    await again.saved('whole and well')
    await again.type('!')
    await again.saved('whole and well!')
  })

  it('has no room left, the page never says that it keeps what it does not, and keeps it once there is room', async () => {
    const guest = await stage.newGuest()
    const ada = await stage.visit('about:blank', guest)
    const devtools = await guest.newCDPSession(ada.page)
    const origin = new URL(stage.url).origin
    // Before the page asks for anything: the browser remembers for a while how much room there is.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
    await ada.page.goto(stage.url)
    await ada.type('before')
    await ada.saved('before')
    const link = await ada.link()
    await ada.loseNetwork()
    await ada.type(' no room')
    await ada.sees(({ words }) => words === 'Offline: not kept on this device')
    await devtools.send('Storage.overrideQuotaForOrigin', { origin })
    await ada.kept()
    await guest.setOffline(false)
    await ada.saved('before no room')
    expect((await (await stage.open(link)).saved('before no room')).status).toBe('saved')
  })
})
