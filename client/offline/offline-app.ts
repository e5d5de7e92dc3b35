import { effect, type ReadonlySignal } from '@preact/signals-core'
import { until } from '../lib/until.ts'
import { keepAccountMark } from '../sync/account-mark.ts'
import { language } from '../words/words.ts'
import type { ConnectionState } from '../transport/connection-state.ts'
import { addHeadLinks } from './head-links.ts'
import { watchInstallOffers } from './install-offer.ts'
import { buildName } from './kept-builds.ts'
import { type OpenText, reloadNow } from './safe-reload.ts'
import { showVersionBar } from './version-bar.tsx'
import { VersionWatch } from './version-watch.ts'

/** Of the page, what this needs. */
interface OfflineServices extends Omit<OpenText, 'session'> {
  readonly navigation: Pick<OpenText, 'session'>
  /** Null while no file is on its way but what this device keeps. */
  readonly stopUploads: ReadonlySignal<(() => void) | null>
}

const WORKER = 'service-worker.js'

/**
 * Has the browser keep the program on this device, and tells of new versions of it. Begun when the page is in use: nobody waits for any of
 * it. Does nothing where the browser cannot, or the operator does not want it: the page has no version then.
 */
export async function startOffline(
  { navigation: { session }, keeping, clock, stopUploads }: OfflineServices,
  connection: ReadonlySignal<ConnectionState>,
): Promise<void> {
  // As long as it can be: where there is another server, its parts have other names.
  void import('./too-old.ts').catch(() => {})
  const { version, accountId } = document.documentElement.dataset
  if (version === undefined || !('serviceWorker' in navigator)) return
  const basePath = new URL(document.baseURI).pathname
  const open = session.peek()
  // On a slow line the document is still on its way, and comes first.
  if (open !== null) await until(open.status, ({ name }) => name !== 'opening')
  watchInstallOffers(window)
  addHeadLinks(document, language)
  keepAccountMark(basePath, accountId ?? '')
  // As long as this page is open, what it may still fetch stays on this device. Where storage is blocked, so are locks.
  navigator.locks
    ?.request(buildName(basePath, version), { mode: 'shared' }, () => new Promise(() => {}))
    .catch(() => {})
  // A private window, or somebody who wants no such thing: as without it.
  const registered = await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' }).catch(() => undefined)
  if (registered === undefined) return
  const watch = new VersionWatch({ registration: registered, version, clock })
  showVersionBar({
    ready: watch.ready,
    text: { session, keeping, clock },
    uploads: stopUploads,
    onReload: (isSafe) => reloadNow(window, isSafe, clock),
  })
  // A server that was away may be another one.
  effect(() => {
    if (connection.value.name === 'online') void watch.look()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void watch.look()
  })
}
