import { withinTime } from '../lib/clock.ts'
import { ReloadOnce, sessionStorageOrNull } from './reload-once.ts'
import { type OpenText, isTextSafe, reloadNow } from './safe-reload.ts'
import { VersionWatch } from './version-watch.ts'

/** So long this device may take to take in what there is. Without it the server's page comes all the same. */
const UPDATE_LIMIT_MS = 10_000

/** The server takes nothing of this page any more: it is reloaded by itself, once, when no text would be lost by that. */
export async function renewPage(text: OpenText): Promise<void> {
  const once = new ReloadOnce(sessionStorageOrNull(window))
  const version = document.documentElement.dataset['version'] ?? 'unknown'
  if (once.wasTaken(version)) return
  await withinTime(text.clock, UPDATE_LIMIT_MS, updateWorker(text), undefined)
  if ((await isTextSafe(text)) && once.take(version)) reloadNow(window, true, text.clock)
}

async function updateWorker({ clock }: OpenText): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(document.baseURI)
  if (registration !== undefined) await new VersionWatch({ registration, version: '', clock }).look()
}
