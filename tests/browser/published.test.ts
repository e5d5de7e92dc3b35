import axe from 'axe-core'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { fetchedScripts } from '../support/fetched-scripts.ts'
import { pasteFiles, pngFile, textFile } from '../support/handed-files.ts'
import { hostileTexts } from '../support/hostile-contents.ts'
import { openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { Writer } from '../support/writer.ts'

const GONE_WITHIN_MS = 2000

describeInBrowser('a published page', () => {
  const stage = useStage()

  /** A published document, and the window of its owner with the share dialog open. */
  async function published(text: string, guest?: BrowserContext) {
    const ada = await stage.open(stage.url, guest)
    await ada.editor.focus()
    await ada.page.keyboard.insertText(text)
    await ada.saved(text)
    const dialog = await openShare(ada)
    const part = section(dialog, 'Published page')
    await part.getByRole('button', { name: 'Publish…' }).click()
    const slug = await part.getByLabel('Address').inputValue()
    await part.getByRole('button', { name: 'Publish', exact: true }).click()
    await dialog.getByText('The page is published. Everybody can read it at its address.').waitFor()
    const address = await part.getByRole('link').getAttribute('href')
    return { ada, dialog, part, slug, address: address ?? '' }
  }

  /** Whoever comes by, with nothing of the program in their browser. */
  async function stranger(address: string): Promise<{ page: Page; reader: Writer }> {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const reader = await stage.visit(address, guest)
    return { page: reader.page, reader }
  }

  it('shows the images that are in it to everybody, and of other files only their names', async () => {
    const { ada, dialog, address } = await published('# With a picture\n\n')
    await dialog.getByRole('button', { name: 'Close' }).click()
    const { page } = await stranger(address)
    await page.getByRole('heading', { name: 'With a picture', level: 1 }).waitFor()
    await ada.page.locator('input.upload-input').waitFor({ state: 'attached' })
    await ada.editor.focus()
    await ada.page.keyboard.press('Control+End')
    await pasteFiles(ada, [pngFile('photo.png'), textFile('data.csv', 'a;b')])
    await ada.sees(({ status, text }) => status === 'saved' && text.includes('[data.csv](files/'))
    const image = page.getByAltText('photo')
    await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(300)
    await page.getByText('data.csv').waitFor()
    expect(await page.getByRole('link', { name: 'data.csv' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'data.csv' }).count()).toBe(0)
    // What the text has no more is nobody's any more.
    const source = (await image.getAttribute('src')) ?? ''
    await ada.page.keyboard.press('Control+z')
    await image.waitFor({ state: 'detached' })
    await expect
      .poll(() =>
        page
          .context()
          .request.get(source)
          .then((answer) => answer.status()),
      )
      .toBe(404)
  })

  it('is what its owner wrote, for everybody, follows what they write, and is gone at once when they say so', async () => {
    const guest = await stage.newGuest()
    await guest.addInitScript(axe.source)
    const { ada, dialog, part, slug, address } = await published('# Field notes\n\nWhat *we* saw.\n\n- [ ] More', guest)
    expect([slug, address]).toEqual(['field-notes', `${stage.url}p/field-notes`])
    expect(await axeViolations(ada.page)).toEqual([])
    const { page } = await stranger(address)
    await page.getByRole('heading', { name: 'Field notes', level: 1 }).waitFor()
    await page.getByText('saw').waitFor()
    expect(await page.getByRole('checkbox').isDisabled()).toBe(true)
    expect(await page.title()).toBe('Field notes')
    expect(await page.context().cookies()).toEqual([])
    expect(await axeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Close' }).click()
    await ada.type('\n\nWritten since.')
    await page.getByText('Written since.').waitFor()
    await openShare(ada)
    await part.getByRole('button', { name: 'Unpublish' }).click()
    await dialog.getByText('The page is not published any more.').waitFor()
    const words = page.getByRole('heading', { name: 'This page is not published any more.' })
    await words.waitFor({ timeout: GONE_WITHIN_MS * 2 })
    expect(await page.getByText('Written since.').count()).toBe(0)
    expect((await fetch(address)).status).toBe(404)
  })

  it('needs neither the editor nor what connects it', async () => {
    const { address } = await published('# Small\n\nAnd soon there.')
    const reader = await Writer.blank(await stage.newGuest())
    const scripts = fetchedScripts(reader.page.context())
    await reader.page.goto(address)
    await reader.page.getByText('And soon there.').waitFor()
    const all = await scripts()
    const text = all.join('\n')
    expect(text.length).toBeGreaterThan(10_000)
    for (const word of ['cm-content', 'socket.io', 'indexedDB']) expect(text.includes(word), word).toBe(false)
    console.log(`a published page: ${all.length} scripts, ${text.length} characters`)
    expect(reader.complaints).toEqual([])
  })

  it('goes to a place in itself, by its own links and by those to it, and opens others beside it', async () => {
    const { address } = await published(
      `# Top\n\n[Down](#the-end) and [out](${stage.url}healthz)\n\n${'Words.\n\n'.repeat(200)}## The end\n\n[^1]\n\n[^1]: Note.`,
    )
    const { page } = await stranger(address)
    await page.getByRole('link', { name: 'Down' }).click()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000)
    expect(page.url()).toBe(`${address}#the-end`)
    await page.reload()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000)
    const [beside] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'out' }).click()])
    await beside.waitForURL(`${stage.url}healthz`)
    expect(await beside.evaluate(() => opener)).toBeNull()
  })

  it('is shown within a page of another site in its embedded form, and in no other', async () => {
    const { part, ada, address, slug } = await published('# Shown elsewhere')
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await part.getByRole('button', { name: 'Copy for embedding' }).click()
    await ada.page.getByText('Copied what shows the page within another one.').waitFor()
    const snippet = await ada.page.evaluate(() => navigator.clipboard.readText())
    expect(snippet).toContain(`<iframe src="${stage.url}e/${slug}" title="Shown elsewhere"`)
    const frames = ['/', '/preview-frame', `/p/${slug}`].map(
      (path) => `<iframe src="${stage.server.url}${path}"></iframe>`,
    )
    const site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html>${snippet}${frames.join('')}`)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    try {
      const page = await (await stage.newGuest()).newPage()
      await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`)
      await page.frameLocator('iframe >> nth=0').getByRole('heading', { name: 'Shown elsewhere' }).waitFor()
      expect(await page.context().cookies()).toEqual([])
      for (const frame of page.frames().slice(2)) expect(frame.url()).toMatch(/^chrome-error:/)
      expect(address).not.toBe('')
    } finally {
      await new Promise((resolve) => site.close(resolve))
    }
  })

  it('can do nothing, whatever the document holds', async () => {
    const caught: string[] = []
    const guest = await stage.newGuest()
    await guest.exposeBinding('caught', (_source, what: string) => void caught.push(what))
    await guest.addInitScript(() => {
      const report = (what: string) => (): void => (window as unknown as { caught(what: string): void }).caught(what)
      Object.assign(window, { trap: report('a script ran'), alert: report('an alert') })
    })
    const origin = new URL(stage.url).origin
    await guest.route(
      (url) => url.origin !== origin && url.protocol.startsWith('http'),
      (route) => {
        caught.push(`a request to ${route.request().url()}`)
        return route.abort()
      },
    )
    const texts = hostileTexts((index) => `Mark ${index}.`)
    for (let from = 0; from < texts.length; from += 60) {
      // Each in a list of its own, so that one that is never closed does not hide those behind it.
      const { address } = await published(
        `# Part ${from}\n\nEnd of part.\n\n${texts.slice(from, from + 60).join('\n\n')}`,
      )
      const page = await guest.newPage()
      await page.goto(address)
      await page.getByText('End of part.').waitFor()
      await page.close()
    }
    expect(caught).toEqual([])
  })

  it('fits a phone, and its paper', async () => {
    const { address } = await published(
      '# On a phone\n\n`a long line of code that does not fit at all into so little of a width as this is`',
    )
    const guest = await stage.newGuest({ viewport: { width: 360, height: 640 } })
    const { page } = await stage.visit(address, guest)
    await page.getByRole('heading', { name: 'On a phone' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect((await page.pdf()).byteLength).toBeGreaterThan(1000)
  })
})
