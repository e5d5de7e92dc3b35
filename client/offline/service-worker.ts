import { systemClock, withinTime } from '../lib/clock.ts'
import { withFreshNonce } from './fresh-nonce.ts'
import { type Handling, handlingOf, isGone, isOutage, isPart, KEPT_FRAME, KEPT_PAGE } from './handling.ts'
import { type Build, buildName, droppable, prefixOf, wantedParts } from './kept-builds.ts'
import type { AskedEvent, WorkerScope } from './worker-scope.ts'

/**
 * Keeps the program on this device, so that it opens without a network. It knows nothing of documents: their texts are in
 * IndexedDB, and nothing of a person passes it but through to the server.
 */

/** Put here by the build. */
declare const WEFT_BUILD: Build

/** A server that takes longer for a page is as good as none, where a page is kept. */
const PAGE_LIMIT_MS = 4000

/** Fetched at once while a version is taken in: there is no hurry. */
const AT_ONCE = 3

const worker = self as unknown as WorkerScope
const build = WEFT_BUILD
const { scope } = worker.registration
const basePath = new URL(scope).pathname
const prefix = prefixOf(basePath)
const own = buildName(basePath, build.version)

worker.addEventListener('install', (event) =>
  // What is open goes on with its own parts, which stay, so that nobody has to wait for the last page to be closed.
  event.waitUntil(takeIn().then(() => worker.skipWaiting())),
)
worker.addEventListener('activate', (event) => event.waitUntil(Promise.all([worker.clients.claim(), sweep()])))
worker.addEventListener('message', (event) => {
  if (event.data !== 'version') return
  event.ports[0]?.postMessage(build.version)
  // Who asks is in use by now, and the page before it is gone.
  event.waitUntil(sweep())
})
worker.addEventListener('fetch', (event) => {
  const handling = handlingOf(event.request, scope, build.files)
  if (handling !== 'pass') event.respondWith(answer(event, handling))
})

function answer(event: AskedEvent, handling: Exclude<Handling, 'pass'>): Promise<Response> {
  if (handling === 'part' || handling === 'file') return answerFile(event, event.request)
  if (handling === 'drawing') return answerFile(event, new Request(addressOf(build.drawing)))
  if (handling === 'page') event.waitUntil(sweep())
  return answerPage(event, handling === 'page' ? KEPT_PAGE : KEPT_FRAME)
}

async function answerPage(event: AskedEvent, path: string): Promise<Response> {
  const fetched = fetch(event.request)
  const inTime = await withinTime<Response | null>(systemClock, PAGE_LIMIT_MS, fetched, null)
  if (inTime !== null && !isOutage(inTime.status)) {
    event.waitUntil(lookAfterOwn())
    return inTime
  }
  const kept = await (await caches.open(own)).match(addressOf(path))
  return kept === undefined ? fetched : withFreshNonce(kept, (bytes) => crypto.getRandomValues(bytes))
}

async function answerFile(event: AskedEvent, request: Request): Promise<Response> {
  const cache = await caches.open(own)
  const kept = (await cache.match(request, IGNORED)) ?? (await keptElsewhere(request))
  if (kept !== undefined) return kept
  const fetched = await fetch(request)
  // Who is out of room has it all the same.
  if (isWhole(fetched)) event.waitUntil(cache.put(request, fetched.clone()).catch(() => {}))
  return fetched
}

/** Each is answered the same, whatever it is asked with. */
const IGNORED: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true }

/** Of another build, whose pages may still be open. */
async function keptElsewhere(request: Request | string): Promise<Response | undefined> {
  for (const name of await otherBuilds()) {
    const kept = await (await caches.open(name)).match(request, IGNORED)
    if (kept !== undefined) return kept
  }
  return undefined
}

async function otherBuilds(): Promise<readonly string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own)
}

function isWhole({ ok, status, redirected, type }: Response): boolean {
  return ok && status === 200 && !redirected && type === 'basic'
}

function addressOf(path: string): string {
  return new URL(path, scope).href
}

/** Rejects when something of it cannot be had; what was kept until then is there when it is tried again. */
async function takeIn(): Promise<void> {
  const cache = await caches.open(own)
  const wanted = wantedParts(build, await usedBefore(), isSparing())
  const take = async (path: string): Promise<void> => {
    const address = addressOf(path)
    if (isPart(path) && (await cache.match(address)) !== undefined) return
    // What has the same name is the same: of the last build most is there already.
    const found = isPart(path) ? await keptElsewhere(address) : undefined
    const response = found ?? (await fetch(address, { cache: isPart(path) ? 'default' : 'no-cache' }))
    if (found === undefined && !isWhole(response)) throw new Error(`There is no ${path}.`)
    await cache.put(address, response)
  }
  const waiting = [...wanted]
  const takeAll = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await take(path)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, takeAll))
  await Promise.all([KEPT_PAGE, KEPT_FRAME].map((path) => takePage(cache, path)))
}

/** A page names the parts of its build: one of another build would look for what is not here. */
async function takePage(cache: Cache, path: string): Promise<void> {
  const response = await fetch(addressOf(path), { cache: 'no-store' })
  const text = await response.clone().text()
  if (!isWhole(response) || !text.includes(`data-version="${build.version}"`)) throw new Error(`There is no ${path}.`)
  await cache.put(addressOf(path), response)
}

async function usedBefore(): Promise<string[]> {
  const paths: string[] = []
  for (const name of await otherBuilds()) {
    for (const { url } of await (await caches.open(name)).keys())
      paths.push(new URL(url).pathname.slice(basePath.length))
  }
  return paths
}

function isSparing(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } }
  return connection?.saveData === true
}

/** Builds of which no page is open any more go. */
async function sweep(): Promise<void> {
  const others = await otherBuilds()
  if (others.length === 0) return
  const { locks } = navigator as { locks?: LockManager }
  const held = await locks?.query()
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' })
  const dropped = droppable({
    caches: others,
    own,
    prefix,
    held: held === undefined ? null : new Set(held.held?.map(({ name }) => name ?? '')),
    hasPages: pages.length > 0,
  })
  // Last of all, since it may have begun meanwhile: a build that is being taken in has no page yet that holds it.
  if (isReplaced()) return
  await Promise.all(dropped.map((name) => caches.delete(name)))
}

/** Whether another worker is in use by now, or is about to be. */
function isReplaced(): boolean {
  const { installing, waiting, active } = worker.registration
  const { serviceWorker } = worker
  return installing !== null || waiting !== null || (serviceWorker !== undefined && serviceWorker !== active)
}

let hasLooked = false

/** Once in its life, when there is a server: whether it is still wanted, and has all that it should keep. */
async function lookAfterOwn(): Promise<void> {
  if (hasLooked) return
  hasLooked = true
  if (!(await retireIfGone())) await mend()
}

/** What was taken away from it is taken in again: nothing else would, as long as the server has the same worker. */
async function mend(): Promise<void> {
  const cache = await caches.open(own)
  const kept = await Promise.all([KEPT_PAGE, KEPT_FRAME].map((path) => cache.match(addressOf(path))))
  // The pages come last: with them, everything is there. While another build comes the server has no parts of this one.
  if (kept.includes(undefined) && !isReplaced()) await takeIn().catch(() => {})
}

/** Where the server has no such worker any more, this one ends, with all that it keeps. */
async function retireIfGone(): Promise<boolean> {
  const file = await fetch(worker.location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (file === null || !isGone(file.status)) return false
  await Promise.all([own, ...(await otherBuilds())].map((name) => caches.delete(name)))
  await worker.registration.unregister()
  return true
}
