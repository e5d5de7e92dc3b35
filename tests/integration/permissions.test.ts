import { readFile, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { newId } from '../../client/lib/ids.ts'
import { GUESTS_SETTINGS, type GuestsSetting } from '../../shared/access/account-answers.ts'
import { CLIENT_TO_SERVER } from '../../shared/protocol/schemas.ts'
import { AccountBrowser, OPEN_ACCOUNTS } from '../support/account-browser.ts'
import {
  ACTOR_KINDS,
  type ActorKind,
  type Scene,
  answersByRole as row,
  documentFor,
  sceneOf,
} from '../support/actor-kinds.ts'
import { FILE_ROUTES } from '../support/file-routes.ts'
import { LIBRARY_ROUTES } from '../support/library-routes.ts'
import { RawWriter } from '../support/raw-client.ts'
import {
  ROUTES,
  SENT_TO_SIGN_IN,
  ACCOUNT_ROUTES,
  ADMIN_ROUTES,
  PROVIDER_ROUTES,
  RESET_ROUTES,
  ACCOUNT_PAGES,
} from '../support/route-answers.ts'
import { CROWD, type Guest, type SharedDocument } from '../support/shared-document.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

type ClientEvent = keyof typeof CLIENT_TO_SERVER

/** By what guests may do there. */
const servers = new Map<GuestsSetting, TestServer>()

beforeAll(async () => {
  for (const GUESTS of GUESTS_SETTINGS) {
    const env = { ...CROWD, ...OPEN_ACCOUNTS, GUESTS, MAX_CONNECTIONS: '5000' }
    servers.set(GUESTS, await startServer(env))
  }
})
afterAll(() => Promise.all(Array.from(servers.values(), (server) => server.remove())))

function serverOf({ guests = 'write' }: Pick<ActorKind, 'guests'>): TestServer {
  const server = servers.get(guests)
  if (server === undefined) throw new Error(`no server where guests ${guests}`)
  return server
}

/** What each event is answered, to each role: `ok` or the code. */
const EVENTS: Readonly<Record<ClientEvent, ReturnType<typeof row>>> = {
  //                  owner     editor    suggester commenter viewer    nobody     locked          reader         outsider
  create: row(
    '       ok        ok        ok        ok        ok        not-found  ok              sign-in-needed sign-in-needed',
  ),
  join: row(
    '         ok        ok        ok        ok        ok        not-found  password-needed ok             sign-in-needed',
  ),
  update: row(
    '       ok        ok        forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  awareness: row(
    '    ok        ok        ok        ok        ok        unseen     unseen          ok             unseen',
  ),
  introduce: row(
    '    ok        ok        ok        ok        ok        not-joined not-joined      ok             not-joined',
  ),
  rename: row(
    '       ok        ok        forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  leave: row('        ok        ok        ok        ok        ok        ok         ok              ok             ok'),
  delete: row(
    '       ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  sharing: row(
    '      ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  'add-link': row(
    '   ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  'revoke-link': row(
    'ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  'rotate-link': row(
    'ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  'set-role': row(
    '   ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  // With an address that nobody has; see OF_ACCOUNTS.
  'share-with': row(
    ' sign-in-needed forbidden forbidden forbidden forbidden not-joined not-joined forbidden not-joined',
  ),
  publish: row(
    '      ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  unpublish: row(
    '    ok        forbidden forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  'give-up': row(
    '    forbidden ok        ok        ok        ok        not-joined not-joined      ok             not-joined',
  ),
  ask: row(
    '          ok        ok        ok        ok        ok        ok         ok              ok             sign-in-needed',
  ),
  history: row(
    '      ok        ok        forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
  version: row(
    '      ok        ok        forbidden forbidden forbidden not-joined not-joined      forbidden      not-joined',
  ),
}

/** What an owner is answered who is signed in, where that makes a difference. */
const OF_ACCOUNTS: Partial<Record<ClientEvent, string>> = { 'share-with': 'no-account' }

/** After these somebody else is needed. */
const LAST: readonly ClientEvent[] = ['leave', 'give-up', 'delete']

/** Sends one event as a client would, and resolves to what became of it. */
async function outcome({ shared, guest, key, password }: Scene, event: ClientEvent, target: Target): Promise<string> {
  const { document } = shared
  const { client } = guest
  const codeOf = (answer: { ok: true } | { ok: false; code: string }): string => (answer.ok ? 'ok' : answer.code)
  switch (event) {
    case 'create':
      return codeOf(await client.create(document, key ?? newId()))
    case 'join':
      return codeOf(await shared.join(guest, key, password))
    case 'update': {
      const writer = new RawWriter(client, { document, key: key ?? '' })
      const request = { document, clientId: writer.doc.clientID, name: 'Guest', ...(key !== undefined && { key }) }
      // As a client that does not know what it may not.
      await client.join(request)
      return codeOf(await client.update(document, writer.type('x')))
    }
    case 'awareness':
      return (await isCursorSeen({ shared, guest, key })) ? 'ok' : 'unseen'
    case 'introduce':
    case 'ask':
      return codeOf(await client.ask(event, { document, name: 'Eve' }))
    case 'rename':
      return codeOf(await client.rename(document, 'Title'))
    case 'add-link':
      return codeOf(await client.ask(event, { document, link: newId(), key: newId(), role: 'editor' }))
    case 'revoke-link':
      return codeOf(await client.ask(event, { document, link: target.revocable }))
    case 'rotate-link':
      return codeOf(await client.ask(event, { document, link: target.rotatable, key: newId() }))
    case 'set-role':
      return codeOf(await client.ask(event, { document, person: target.person, role: 'commenter' }))
    case 'share-with':
      return codeOf(await client.ask(event, { document, email: 'nobody@example.org', role: 'viewer' }))
    case 'publish':
      return codeOf(
        await client.ask(event, {
          document,
          slug: `page-${newId()
            .toLowerCase()
            .replaceAll(/[^a-z0-9]/g, '')}`,
        }),
      )
    case 'version':
      return codeOf(await client.ask(event, { document, sequence: 1 }))
    case 'history':
    case 'unpublish':
    case 'leave':
    case 'delete':
    case 'sharing':
    case 'give-up':
      return codeOf(await client.ask(event, { document }))
  }
}

interface Target {
  readonly revocable: string
  readonly rotatable: string
  readonly person: string
}

/** Links and a person that somebody might want to change. */
async function targetOf(shared: SharedDocument): Promise<Target> {
  const [revocable, rotatable] = [await shared.link({ role: 'viewer' }), await shared.link({ role: 'viewer' })]
  const { cookie } = await AccountBrowser.signedUp(shared.server)
  const person = await shared.personOf(await shared.guest(cookie), shared.key)
  return { revocable: revocable.link, rotatable: rotatable.link, person }
}

/** Somebody else is told where the guest's cursor is. */
async function isCursorSeen({ shared, guest, key }: Scene): Promise<boolean> {
  const { document } = shared
  const witness = await shared.guest(shared.owner.cookie)
  await shared.join(witness, shared.key)
  const doc = new Y.Doc()
  await guest.client.join({ document, clientId: doc.clientID, name: 'Seen', ...(key !== undefined && { key }) })
  const awareness = new Awareness(doc)
  awareness.setLocalState({ cursor: { anchor: { assoc: 7 }, head: { assoc: 7 } } })
  guest.client.socket.emit('awareness', { document, update: encodeAwarenessUpdate(awareness, [doc.clientID]) })
  awareness.destroy()
  const tells = ({ update }: { update: Uint8Array }): boolean => Buffer.from(update).includes('"assoc":7')
  // Whatever comes of it was sent before this is answered, to the guest and then to the witness.
  const { ok } = await guest.client.introduce(document, 'Seen')
  if (ok) return tells(await witness.client.next('awareness', tells))
  await witness.client.introduce(document, 'Witness')
  return witness.client.received.some(
    ({ event, payload }) => event === 'awareness' && tells(payload as { update: Uint8Array }),
  )
}

describe('the permission matrix', () => {
  it('has every event of the message table', () => {
    expect(Object.keys(EVENTS)).toEqual(Object.keys(CLIENT_TO_SERVER))
    for (const answers of Object.values(EVENTS)) expect(Object.values(answers)).not.toContain(undefined)
  })

  it('has every HTTP route', async () => {
    const folder = new URL('../../server/http/', import.meta.url)
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'))
    const sources = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')))
    const routes = sources.flatMap((source) =>
      [...source.matchAll(/fastify\s*\.(get|post|put|patch|delete|all|head|options|route)\(\s*([^,\s]+)/g)].map(
        ([, method = '', path = '']) => `${method} ${path.replaceAll(/^`\$\{basePath\}|`$/g, '')}`,
      ),
    )
    const registered = sources.join('').match(/register\(fastifyStatic/g) ?? []
    // Where there is a base path, its bare forms lead there.
    const known = [...routes.filter((route) => route !== 'get path'), ...registered.map(() => 'get (client files)')]
    expect(known.toSorted()).toEqual(
      [
        ...Object.keys(ROUTES),
        ...Object.keys(LIBRARY_ROUTES),
        ...Object.keys(FILE_ROUTES),
        ...Object.keys(ACCOUNT_ROUTES),
        ...ACCOUNT_PAGES,
        ...Object.keys(ADMIN_ROUTES),
        ...PROVIDER_ROUTES,
        ...RESET_ROUTES,
      ].toSorted(),
    )
  })

  describe.each(Object.entries(ACCOUNT_ROUTES))('%s', (route, { path, body = {}, guest, account }) => {
    const method = route.startsWith('get') ? 'get' : 'post'
    const ask = (browser: AccountBrowser, headers: Record<string, string> = {}) =>
      method === 'get' ? browser.get(path, headers) : browser.post(path.replace('/api/', ''), body, headers)

    it('is answered what it says, to guests, accounts and pages of other sites', async () => {
      const server = serverOf({})
      const browser = await AccountBrowser.signedUp(server)
      expect((await ask(browser, { origin: 'https://other.example' })).status).toBe(403)
      expect((await ask(new AccountBrowser(server))).status).toBe(guest)
      expect((await ask(browser)).status).toBe(account)
    })

    it('is not there where accounts are off', async () => {
      const server = await startServer()
      expect((await ask(new AccountBrowser(server))).status).toBe(404)
      await server.remove()
    })
  })

  describe.each(Object.entries(ADMIN_ROUTES))('%s', (route, { body, status }) => {
    const path = route.replace('post /api/', '')

    it('is for administrators, as long as they are, and for pages of this site', async () => {
      const server = await startServer(OPEN_ACCOUNTS)
      const [admin, other] = [await AccountBrowser.signedUp(server, 'admin'), await AccountBrowser.signedUp(server)]
      expect((await admin.post(path, body, { origin: 'https://other.example' })).status).toBe(403)
      expect((await new AccountBrowser(server).post(path, body)).status).toBe(401)
      expect(await other.post(path, body)).toMatchObject({ status: 403, answer: { ok: false, code: 'not-admin' } })
      expect((await admin.post(path, body)).status).toBe(status)
      const { id } = await other.account()
      await admin.post('admin/promote', { account: id, isAdmin: true })
      await other.post('admin/promote', { account: (await admin.account()).id, isAdmin: false })
      expect(await admin.post(path, body)).toMatchObject({ status: 403, answer: { ok: false, code: 'not-admin' } })
      await other.post('admin/suspend', { account: (await admin.account()).id, isSuspended: true })
      expect((await admin.post(path, body)).status).toBe(401)
      await server.remove()
      const off = await startServer()
      expect((await new AccountBrowser(off).post(path, body)).status).toBe(404)
      await off.remove()
    })
  })

  it('has no route of a provider, or of mails, where there is none', async () => {
    const browser = await AccountBrowser.signedUp(serverOf({}))
    expect((await browser.post('provider')).status).toBe(404)
    expect((await browser.get('/oidc/callback')).status).toBe(404)
    expect((await browser.post('ask-reset')).status).toBe(404)
  })

  it.each(ACCOUNT_PAGES)('shows %s to everybody, where there are accounts', async (route) => {
    const path = route.replace('get ', '')
    const off = await startServer()
    expect((await fetch(off.url + path)).status).toBe(404)
    await off.remove()
    for (const server of servers.values()) {
      for (const browser of [new AccountBrowser(server), await AccountBrowser.signedUp(server)]) {
        expect((await browser.get(path)).status).toBe(200)
      }
    }
  })

  describe.each(Object.entries(ACTOR_KINDS))('%s', (_name, kind: ActorKind) => {
    it('is answered what it says, to every event', async () => {
      const told: Record<string, string> = {}
      const scene = await prepared(kind)
      for (const event of Object.keys(EVENTS) as ClientEvent[]) {
        const own = LAST.includes(event) ? await prepared(kind) : scene
        told[event] = await outcome(own.scene, event, own.target)
        if (own !== scene) own.scene.shared.close()
      }
      scene.scene.shared.close()
      expect(told).toEqual(
        Object.fromEntries([
          ...Object.entries(EVENTS).map(([event, answers]) => [event, answers[kind.role]]),
          ...(kind.role === 'owner' && kind.hasAccount === true ? Object.entries(OF_ACCOUNTS) : []),
        ]),
      )
    }, 60_000)

    it('is told of changes of links and people if they may share, and not else', async () => {
      const { shared, guest } = await sceneOf(serverOf(kind), kind)
      const told = ({ client }: Guest): number =>
        client.received.filter(({ event }) => event === 'sharing-changed').length
      const sharer = kind.role === 'owner' ? guest : shared.owner
      // Who handed the document over stands before it as somebody else's.
      if (kind.role !== 'owner' && guest === shared.owner) return
      // What brought them there is told by then.
      await sharer.client.next('sharing-changed')
      const before = told(sharer)
      // A guest is let in nowhere where guests are off.
      const cookie = kind.role === 'outsider' ? (await AccountBrowser.signedUp(shared.server)).cookie : undefined
      await shared.join(await shared.guest(cookie), shared.key)
      await expect.poll(() => told(sharer)).toBeGreaterThan(before)
      // Answered after what was sent at the same time.
      await guest.client.introduce(shared.document, 'Guest')
      if (kind.role !== 'owner') expect(told(guest)).toBe(0)
      shared.close()
    })

    it('is answered the same as everybody, on every HTTP route', async () => {
      const server = serverOf(kind)
      const { shared, guest } = await sceneOf(server, kind)
      for (const [route, { path, status }] of Object.entries(ROUTES)) {
        const headers = { cookie: guest.cookie }
        const response = await fetch(server.url + path(shared.document), { headers, redirect: 'manual' })
        const body = await response.text()
        const isSentAway = SENT_TO_SIGN_IN[kind.role]?.includes(route) === true
        expect([route, response.status]).toEqual([route, isSentAway ? 302 : status])
        expect([...response.headers.values(), body].join('\n')).not.toContain(shared.key)
      }
      shared.close()
    })
  })
})

/** What is to be changed is made first: once a document was handed over its old owner can add nothing any more. */
async function prepared(kind: ActorKind): Promise<{ scene: Scene; target: Target }> {
  const shared = await documentFor(serverOf(kind), kind)
  const target = await targetOf(shared)
  return { scene: { shared, ...(await kind.enter(shared)) }, target }
}
