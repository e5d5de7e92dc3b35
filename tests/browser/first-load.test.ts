import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { Writer } from '../support/writer.ts'

const MAX_GZIPPED_BYTES = 200_000

describeInBrowser('the first load', () => {
  const stage = useStage()

  it('is less than 200 KB, gzipped, of this server alone, until one can type', async () => {
    const responses = new Map<string, Response>()
    const ada = await Writer.blank(await stage.newGuest())
    // What is fetched after this moment, because there is time, nobody waits for.
    await ada.page.addInitScript(() => {
      new MutationObserver((_changes, observer) => {
        if (document.querySelector('.cm-content') === null) return
        performance.mark('ready')
        observer.disconnect()
      }).observe(document, { childList: true, subtree: true })
    })
    ada.page.on('response', (response) => responses.set(response.url(), response))
    await ada.page.goto(stage.url)
    await ada.editor.waitFor()
    await ada.page.keyboard.type('ready')
    await ada.sees(({ text }) => text === 'ready')

    const before = await ada.page.evaluate(() => {
      const ready = performance.getEntriesByName('ready')[0]?.startTime ?? Infinity
      const loads = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      return loads.filter(({ startTime }) => startTime <= ready).map(({ name }) => name)
    })
    expect([...responses.keys()].filter((url) => !url.startsWith(stage.url))).toEqual([])
    const files = [...responses.values()].filter(
      (response) => before.includes(response.url()) && !response.url().includes('/socket.io/'),
    )
    expect(files.filter((response) => response.status() !== 200).map((each) => each.url())).toEqual([])
    const loads = await Promise.all(
      files.map(async (file) => ({
        name: new URL(file.url()).pathname,
        gzipped: gzipSync(await file.body()).length,
        sent: (await file.request().sizes()).responseBodySize,
      })),
    )
    const gzipped = loads.reduce((sum, load) => sum + load.gzipped, 0)
    const sent = loads.reduce((sum, load) => sum + load.sent, 0)
    const report = loads
      .toSorted((one, other) => other.gzipped - one.gzipped)
      .map((load) => `${String(load.gzipped).padStart(8)} ${load.name}`)
    console.log(
      [`first load: ${files.length} files, ${gzipped} bytes gzipped, ${sent} bytes as sent`, ...report].join('\n'),
    )
    expect(files.length).toBeGreaterThanOrEqual(3)
    expect(gzipped).toBeLessThan(MAX_GZIPPED_BYTES)
    expect(sent).toBeLessThan(MAX_GZIPPED_BYTES)
    expect(ada.complaints).toEqual([])
  })

  it('is kept by the browser: a reload fetches only the page itself', async () => {
    const { writer: ada } = await stage.write('again')
    await ada.page.reload()
    await ada.saved('again')
    const fetched = await ada.page.evaluate(() =>
      performance.getEntriesByType('resource').map((entry) => ({
        name: entry.name,
        bytes: entry instanceof PerformanceResourceTiming ? entry.transferSize : 0,
      })),
    )
    const assets = fetched.filter(({ name }) => name.includes('/assets/'))
    expect(assets.length).toBeGreaterThanOrEqual(2)
    expect(assets.filter(({ bytes }) => bytes > 0)).toEqual([])
  })
})
