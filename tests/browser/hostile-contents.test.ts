import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { pasteFiles, pngFile, textFile } from '../support/handed-files.ts'
import { HOSTILE_NAMES, hostileTexts } from '../support/hostile-contents.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { Writer } from '../support/writer.ts'

/** What of a document's own got out of it: a script, a request, a window, another place. */
class Trap {
  readonly caught: string[] = []

  async set(guest: BrowserContext, origin: string): Promise<void> {
    await guest.exposeBinding('caught', (_source, what: string) => void this.caught.push(what))
    await guest.addInitScript(() => {
      const report = (what: string) => (): void => (window as unknown as { caught(what: string): void }).caught(what)
      Object.assign(window, { trap: report('a script ran'), alert: report('an alert') })
    })
    guest.on('page', (page) => guest.pages().length > 1 && this.caught.push(`a window: ${page.url()}`))
    await guest.route(
      (url) => url.origin !== origin,
      (route) => {
        this.caught.push(`a request to ${route.request().url()}`)
        return route.abort()
      },
    )
  }

  /** Requests to the own server that the text asked for, and not the program. */
  watch(page: Page): void {
    page.on('request', (request) => {
      if (request.url().includes('probe')) this.caught.push(`a request to ${request.url()}`)
    })
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() && !/^about:blank$|\/preview-frame$/.test(frame.url()))
        this.caught.push(`the frame went to ${frame.url()}`)
    })
  }
}

describeInBrowser('a document that means harm', () => {
  const stage = useStage()

  it('can do nothing, whatever it holds: no script runs, no request leaves, nothing is opened', async () => {
    const guest = await stage.newGuest()
    const trap = new Trap()
    await trap.set(guest, new URL(stage.url).origin)
    // Complaints are what the browser is to have: not one that the stage would look at.
    const ada = await Writer.open(guest, stage.url)
    trap.watch(ada.page)
    await ada.type('x')
    await ada.saved('x')
    await ada.view('Split')
    const texts = hostileTexts((index) => `Mark ${index}.`)
    expect(texts.length).toBeGreaterThan(200)
    const address = ada.page.url()
    for (const [index, text] of texts.entries()) {
      await ada.editor.focus()
      await ada.page.keyboard.press('Control+a')
      await ada.page.keyboard.insertText(text)
      await ada.preview.getByText(`Mark ${index}.`, { exact: true }).waitFor()
      // Formulas and diagrams come when what makes them is here.
      const coming = ada.preview.locator('figure.diagram:not(:has(> img, > .fault)), .formula-coming')
      await expect
        .poll(() => coming.evaluateAll((all) => all.map((it) => it.outerHTML)), { timeout: 20_000 })
        .toEqual([])
      // What is shown is pressed, but for what says that it leads elsewhere.
      await ada.preview.locator('#document').evaluate(async (root) => {
        for (const element of root.querySelectorAll('*')) {
          const href = element.getAttribute('href') ?? ''
          if (/^https?:|^\/\//.test(href) || element.closest('a[href^="http"]') !== null) continue
          if (element instanceof HTMLButtonElement) continue
          for (const type of ['mouseover', 'click'])
            element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
        }
        await new Promise(requestAnimationFrame)
        await new Promise(requestAnimationFrame)
      })
      if (trap.caught.length > 0) throw new Error(`${trap.caught.join('; ')} by: ${text}`)
      expect(ada.page.frames().map((frame) => frame.url())).toHaveLength(2)
      // A heading of the document that was gone to stands in the address, and nothing else can come there.
      expect(ada.page.url().replace(/&h=[\w%.~-]*$/, '')).toBe(address)
    }
    expect(await ada.page.locator('.preview-pane').getAttribute('data-state')).toBe('shown')
    // What the sanitiser or Mermaid tried, and the policy held. Chromium's style on text that replaces several lines is its own.
    const held =
      /inline event handler|the image 'https:\/\/evil|img-src https:\/\/evil|script-src-attr|base[- ]URI|style-src-attr inline at <div class="cm-line"/i
    expect(ada.complaints.filter((each) => !held.test(each))).toEqual([])
    await ada.page.close()
    // The trap can catch: without what holds it, the same would have been noticed.
    const body = '<script>trap()</script><img src="https://evil.example/x.png">'
    await guest.route('**/bare', (route) => route.fulfill({ contentType: 'text/html', body }))
    const bare = await guest.newPage()
    await bare.goto(`${stage.url}bare`)
    await expect.poll(() => trap.caught.length, { timeout: 10_000 }).toBeGreaterThan(1)
  }, 180_000)

  it('has names and titles that are only ever words', async () => {
    const guest = await stage.newGuest()
    const trap = new Trap()
    await trap.set(guest, new URL(stage.url).origin)
    const { writer: ada } = await stage.write('x', guest)
    for (const name of HOSTILE_NAMES) {
      await ada.page.getByRole('heading', { level: 1 }).getByRole('button').click()
      await ada.page.keyboard.press('Control+a')
      await ada.page.keyboard.insertText(name)
      await ada.page.keyboard.press('Enter')
      await ada.page.locator('.people-button').click()
      await ada.page.getByTitle('Your name: click to change').click()
      await ada.page.keyboard.press('Control+a')
      await ada.page.keyboard.insertText(name)
      await ada.page.keyboard.press('Enter')
      await ada.page.keyboard.press('Escape')
      await ada.saved('x')
    }
    expect(trap.caught).toEqual([])
  })

  it('has files whose names are only ever words, in the text, its page and the list', async () => {
    const guest = await stage.newGuest()
    const trap = new Trap()
    await trap.set(guest, new URL(stage.url).origin)
    const ada = await stage.open(stage.url, guest)
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    await ada.view('Split')
    for (const name of HOSTILE_NAMES) {
      await pasteFiles(ada, [
        pngFile(`${name}.png`),
        textFile(`${name}.html`, `<script>trap()</script>${name}`, 'text/html'),
      ])
    }
    await ada.sees(
      ({ status, text }) => status === 'saved' && text.includes('](files/') && !text.includes('uploading:'),
    )
    const images = ada.preview.locator('img[src^="blob:"]')
    await expect.poll(() => images.count()).toBe(HOSTILE_NAMES.length)
    const links = ada.preview.locator('button.file-link')
    expect(await links.count()).toBe(HOSTILE_NAMES.length)
    await images.first().click()
    await ada.page.getByRole('dialog').getByRole('img').waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('dialog').waitFor({ state: 'detached' })
    await Promise.all([ada.page.waitForEvent('download'), links.first().click()])
    await ada.page.getByRole('button', { name: 'Document actions' }).click()
    await ada.page.getByRole('menuitem', { name: 'Images and files…' }).click()
    await expect.poll(() => ada.page.getByRole('dialog').getByRole('listitem').count()).toBe(2 * HOSTILE_NAMES.length)
    expect(trap.caught).toEqual([])
  })
})
