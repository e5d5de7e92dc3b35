import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KEPT_FRAME, KEPT_PAGE } from '../../../../client/offline/handling.ts'
import type { Build } from '../../../../client/offline/kept-builds.ts'

const SCOPE = 'https://weft.test/'
const CORE = 'assets/main-22222222.js'
const REST = 'assets/preview-22222222.js'

const BUILD: Build = {
  version: 'two',
  core: [CORE],
  rest: [REST],
  onceUsed: [],
  drawing: 'assets/kept-diagrams-22222222.js',
  files: [],
}

/** Another worker, at whatever it is. */
const OTHER = {}
const SELF = {}

type Listener = (event: object) => void

/** The worker of build two in a browser of our own, as it is when it has come to answer. */
async function startWorker() {
  const stored = new Map<string, Map<string, Response>>()
  const listeners = new Map<string, Listener>()
  const asked: string[] = []
  const registration: Record<string, unknown> = { scope: SCOPE, installing: null, waiting: null, active: SELF }
  const server = { version: 'two' }
  const addressOf = (what: string | { readonly url: string }) => (typeof what === 'string' ? what : what.url)

  const cacheOf = (name: string) => {
    const entries = stored.get(name) ?? new Map<string, Response>()
    stored.set(name, entries)
    return {
      match: async (what: string | Request) => entries.get(addressOf(what))?.clone(),
      put: async (what: string | Request, response: Response) => void entries.set(addressOf(what), response),
      keys: async () => [...entries.keys()].map((url) => ({ url })),
    }
  }
  vi.stubGlobal('caches', {
    open: async (name: string) => cacheOf(name),
    keys: async () => [...stored.keys()],
    delete: async (name: string) => stored.delete(name),
  })
  vi.stubGlobal('navigator', { locks: { query: async () => ({ held: [] }) } })
  vi.stubGlobal('fetch', async (what: string | Request) => {
    asked.push(addressOf(what))
    const response = new Response(`<html data-version="${server.version}">`)
    return Object.defineProperty(response, 'type', { value: 'basic' })
  })
  vi.stubGlobal('WEFT_BUILD', BUILD)
  vi.stubGlobal('self', {
    registration,
    serviceWorker: SELF,
    location: { href: `${SCOPE}service-worker.js` },
    clients: { claim: async () => undefined, matchAll: async () => [] },
    skipWaiting: async () => undefined,
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
  })
  await import('../../../../client/offline/service-worker.ts')

  /** Resolves once everything is done that the worker has to do for it. */
  async function happens(type: string, more: object = {}): Promise<void> {
    const doing: Promise<unknown>[] = []
    const add = (done: Promise<unknown>) => void doing.push(done)
    listeners.get(type)?.({ waitUntil: add, respondWith: add, ...more })
    for (let done = doing.shift(); done !== undefined; done = doing.shift()) await done
  }
  const opens = () => happens('fetch', { request: { method: 'GET', url: `${SCOPE}d/x`, destination: 'document' } })
  const keeps = () => [...(stored.get('weft/@two')?.keys() ?? [])].map((url) => url.slice(SCOPE.length)).sort()
  return { stored, registration, asked, server, happens, opens, keeps }
}

const WHOLE = [CORE, KEPT_PAGE, KEPT_FRAME, REST].sort()

beforeEach(() => void vi.resetModules())
afterEach(() => void vi.unstubAllGlobals())

it('drops builds of which no page is open any more', async () => {
  const { stored, opens } = await startWorker()
  stored.set('weft/@one', new Map())
  await opens()
  expect([...stored.keys()]).not.toContain('weft/@one')
})

it.each([
  ['is taken in', { installing: OTHER }],
  ['waits', { waiting: OTHER }],
  ['is in use, while this worker still answers', { active: OTHER }],
])('drops nothing while another build %s: no page holds that yet', async (_what, state) => {
  const { stored, registration, opens, happens } = await startWorker()
  stored.set('weft/@three', new Map())
  Object.assign(registration, state)
  await opens()
  await happens('message', { data: 'version', ports: [] })
  expect([...stored.keys()]).toContain('weft/@three')
})

it('takes in what was taken away from it, once there is a server', async () => {
  const { stored, opens, happens, keeps } = await startWorker()
  await happens('install')
  expect(keeps()).toEqual(WHOLE)
  stored.delete('weft/@two')
  await opens()
  expect(keeps()).toEqual(WHOLE)
})

it('asks for nothing that it has', async () => {
  const { asked, opens, happens } = await startWorker()
  await happens('install')
  asked.length = 0
  await opens()
  await opens()
  expect(asked).toEqual([`${SCOPE}d/x`, `${SCOPE}service-worker.js`, `${SCOPE}d/x`])
})

it('keeps no page of another build', async () => {
  const { server, opens, keeps } = await startWorker()
  server.version = 'three'
  await opens()
  expect(keeps()).not.toContain(KEPT_PAGE)
})
