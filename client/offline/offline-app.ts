import { effect, type ReadonlySignal } from '@preact/signals-core'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { withinTime } from '../lib/clock.ts'
import { keepAccountMark } from '../sync/account-mark.ts'
import { language } from '../words/words.ts'
import type { ConnectionState } from '../transport/connection-state.ts'
import { addHeadLinks } from './head-links.ts'
import { watchInstallOffers } from './install-offer.ts'
import { buildName } from './kept-builds.ts'
import { ReloadOnce, sessionStorageOrNull } from './reload-once.ts'
import { type OpenText, isTextSafe, reloadNow, until } from './safe-reload.ts'
import { showVersionBar } from './version-bar.tsx'
import { VersionWatch } from './version-watch.ts'

/** Of the page, what this needs. */
export interface OfflineServices extends OpenText {
  readonly connection: ReadonlySignal<ConnectionState>
}

/** Before a page that is too old is reloaded, this device takes in what there is. Without it the server's page comes all the same. */
const UPDATE_LIMIT_MS = 10_000

const WORKER = 'service-worker.js'

/**
 * Has the browser keep the program on this device, and tells of new versions of it. Begun when the page is in use: nobody waits for any of
 * it. Does nothing where the browser cannot, or the operator does not want it: the page has no version then.
 */
export async function startOffline(services: OfflineServices): Promise<void> {
  const { version, accountId } = document.documentElement.dataset
  if (version === undefined || !('serviceWorker' in navigator)) return
  const basePath = new URL(document.baseURI).pathname
  const session = services.session.peek()
  // On a slow line the document is still on its way, and comes first.
  if (session !== null) await until(session.status, ({ name }) => name !== 'opening')
  watchInstallOffers(window)
  addHeadLinks(document, language)
  keepAccountMark(basePath, accountId ?? '')
  // As long as this page is open, what it may still fetch stays on this device.
  void navigator.locks?.request(buildName(basePath, version), { mode: 'shared' }, () => new Promise(() => {}))
  // A private window, or somebody who wants no such thing: as without it.
  const registered = await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' }).catch(() => undefined)
  if (registered === undefined) return
  const watch = new VersionWatch({ registration: registered, version, clock: services.clock })
  showVersionBar({ ready: watch.ready, text: services, onReload: (isSafe) => reloadNow(window, isSafe) })
  // A server that was away may be another one.
  effect(() => {
    if (services.connection.value.name === 'online') void watch.look()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void watch.look()
  })
}

/**
 * The server will take nothing of this page any more. If that is because it is older, it is reloaded, once: the words that say so
 * stay for whoever has text that is nowhere else, and where that was no help.
 */
export async function refused(services: OpenText, code: ErrorCode): Promise<void> {
  if (code !== 'too-old') return
  const once = new ReloadOnce(sessionStorageOrNull(window))
  const version = document.documentElement.dataset['version'] ?? 'unknown'
  if (once.wasTaken(version)) return
  await withinTime(services.clock, UPDATE_LIMIT_MS, updateWorker(services), undefined)
  if ((await isTextSafe(services)) && once.take(version)) reloadNow(window, true)
}

async function updateWorker({ clock }: OpenText): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(document.baseURI)
  if (registration !== undefined) await new VersionWatch({ registration, version: '', clock }).look()
}
