import type { BrowserContext } from 'playwright-core'

/**
 * Listens for the scripts that this guest's pages fetch from now on, those left out that the service worker lays in store. The
 * function resolves to their texts so far, once all of them are here whole; it rejects if a page was closed before that.
 */
export function fetchedScripts(guest: BrowserContext): () => Promise<string[]> {
  const texts: Promise<string>[] = []
  guest.on('response', (response) => {
    if (!response.url().endsWith('.js') || response.request().serviceWorker() !== null) return
    const text = response.text()
    // Of scripts that nobody asks for any more when the page is closed; who asks is still told.
    text.catch(() => undefined)
    texts.push(text)
  })
  return () => Promise.all(texts)
}
