import type { Connection } from './connection.ts'

/**
 * Tells the connection what the browser knows of its network: back at once when there is one again or the page is looked
 * at, gone at once when there is none. The returned function ends that.
 */
export function wireBrowserEvents(connection: Connection, window: Window): () => void {
  const controller = new AbortController()
  const { signal } = controller
  window.addEventListener('online', () => connection.retryNow(), { signal })
  window.addEventListener('offline', () => connection.networkLost(), { signal })
  window.document.addEventListener(
    'visibilitychange',
    () => {
      if (window.document.visibilityState === 'visible') connection.retryNow()
    },
    { signal },
  )
  return () => controller.abort()
}
