import type { Page } from 'playwright-core'

/** It begins once the page is in use, and behind everything else. */
const KEPT_LIMIT_MS = 60_000

/** Resolves once the browser of this page keeps the program: whatever is loaded from then on may come without a network. */
export async function programKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
    timeout: KEPT_LIMIT_MS,
  })
}

/** Of which builds this browser keeps something, by the names of its caches. */
export function keptBuilds(page: Page): Promise<string[]> {
  return page.evaluate(() => caches.keys())
}

/** The addresses of the parts of this name that it keeps. */
export function keptParts(page: Page, name: string): Promise<string[]> {
  return page.evaluate(async (start) => {
    const builds = await Promise.all((await caches.keys()).map((build) => caches.open(build)))
    const requests = (await Promise.all(builds.map((build) => build.keys()))).flat()
    return requests.map(({ url }) => url).filter((url) => url.includes(`/assets/${start}-`))
  }, name)
}
