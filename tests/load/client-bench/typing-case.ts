import { type BenchStage, isSaved, newWatchedPage, settle } from './bench-stage.ts'
import type { Figures } from './figures.ts'
import { Profile } from './profile.ts'

const BURSTS = 20
const KEYS = 100
const PAUSE_MS = 300

declare global {
  interface Window {
    benchRows?: number
  }
}

/** Line breaks typed faster than frames are drawn: what each burst is to the page, to this device and to the server. */
export async function typingCase(stage: BenchStage): Promise<Figures> {
  const guest = await stage.newGuest()
  try {
    const page = await newWatchedPage(guest)
    await page.addInitScript(() => {
      window.benchRows = 0
      // oxlint-disable-next-line typescript/unbound-method -- the proxy passes `this` on
      IDBObjectStore.prototype.add = new Proxy(IDBObjectStore.prototype.add, {
        apply: (add, store: IDBObjectStore, row: [unknown]) => {
          window.benchRows = (window.benchRows ?? 0) + 1
          return Reflect.apply(add, store, row)
        },
      })
    })
    let messages = 0
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        if (typeof payload === 'string' && payload.includes('["update",')) messages += 1
      })
    })
    await page.goto(`${stage.server.url}/`)
    const editor = page.getByRole('textbox', { name: 'Document text' })
    await editor.focus()
    await page.keyboard.type('A burst')
    await isSaved(page)
    await settle(page, 1000)

    const rows = await page.evaluate(() => window.benchRows ?? 0)
    messages = 0
    const profile = await Profile.start(stage.browser, page)
    await Profile.from(page)
    for (let burst = 0; burst < BURSTS; burst++) {
      await editor.evaluate((content, keys) => {
        for (let key = 0; key < keys; key++)
          content.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true }),
          )
      }, KEYS)
      await settle(page, PAUSE_MS)
      await isSaved(page)
    }
    const { tasks, cpuMs } = await profile.stop(page)
    const lines = await page.locator('.cm-content').evaluate((content) => content.childElementCount)
    if (lines < 10) throw new Error('the keys did not reach the editor')
    return {
      updatesStoredPerBurst: ((await page.evaluate(() => window.benchRows ?? 0)) - rows) / BURSTS,
      messagesPerBurst: messages / BURSTS,
      cpuMsPerBurst: cpuMs / BURSTS,
      longestTaskCpuMs: Math.max(...tasks.map((task) => task.cpuMs)),
    }
  } finally {
    await guest.close()
  }
}
