/** What of a service worker's global object is used here; the client's own types are those of a page. */
export interface WorkerScope {
  readonly registration: Pick<ServiceWorkerRegistration, 'scope' | 'installing' | 'waiting' | 'active' | 'unregister'>
  /** This worker; missing in browsers of some years ago. */
  readonly serviceWorker?: ServiceWorker
  readonly location: Location
  readonly clients: {
    claim(): Promise<void>
    matchAll(options: { readonly includeUncontrolled: boolean; readonly type: 'window' }): Promise<readonly object[]>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: AskedEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown> & LastingEvent) => void): void
}

interface LastingEvent {
  /** The worker is not ended before that is done. */
  waitUntil(done: Promise<unknown>): void
}

export interface AskedEvent extends LastingEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
