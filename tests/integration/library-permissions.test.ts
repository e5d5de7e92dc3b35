import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUESTS_SETTINGS, type GuestsSetting } from '../../shared/access/account-answers.ts'
import { OPEN_ACCOUNTS } from '../support/account-browser.ts'
import { ACTOR_KINDS, type ActorKind, sceneOf } from '../support/actor-kinds.ts'
import { LIBRARY_ROUTES } from '../support/library-routes.ts'
import { CROWD, type Guest } from '../support/shared-document.ts'
import { type ReachedServer, type TestServer, startServer } from '../support/test-server.ts'

/** By what guests may do there. */
const servers = new Map<GuestsSetting, TestServer>()

beforeAll(async () => {
  for (const GUESTS of GUESTS_SETTINGS) {
    servers.set(GUESTS, await startServer({ ...CROWD, ...OPEN_ACCOUNTS, GUESTS, MAX_CONNECTIONS: '5000' }))
  }
})
afterAll(() => Promise.all(Array.from(servers.values(), (server) => server.remove())))

function serverOf({ guests = 'write' }: Pick<ActorKind, 'guests'>): TestServer {
  const server = servers.get(guests)
  if (server === undefined) throw new Error(`no server where guests ${guests}`)
  return server
}

describe('the permission matrix of the library', () => {
  describe.each(Object.entries(ACTOR_KINDS))('%s', (_name, kind: ActorKind) => {
    it.each(Object.entries(LIBRARY_ROUTES))(
      'is answered what it says, to %s',
      async (route, { body, inTrash, answers }) => {
        const scene = await sceneOf(serverOf(kind), kind)
        const { shared, guest } = scene
        const owner = kind.role === 'owner' ? guest : shared.owner
        if (inTrash === true) await owner.client.ask('delete', { document: shared.document })
        const asked = body && JSON.stringify(body(scene))
        const answer = await askLibrary(shared.server, guest, route, asked)
        expect(answer.ok ? 'ok' : answer.code).toBe(answers[kind.role])
        // Nobody else is told of the document, nor does a page of another site do anything.
        expect(JSON.stringify(answer).includes(shared.document)).toBe(
          route === 'get /api/documents' && !['nobody', 'locked', 'outsider'].includes(kind.role),
        )
        const foreign = await askLibrary(shared.server, guest, route, asked, 'https://other.example')
        expect(foreign).toEqual({ ok: false, code: 'forbidden' })
        shared.close()
      },
    )
  })
})

/** As a page of this server would ask, unless it is said. */
async function askLibrary(
  { url }: ReachedServer,
  { cookie }: Guest,
  route: string,
  body: string | undefined,
  origin = url,
): Promise<{ ok: true } | { ok: false; code: string }> {
  const [method = '', path = ''] = route.split(' ')
  const response = await fetch(url + path, {
    method: method.toUpperCase(),
    headers: { cookie, origin, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  })
  return (await response.json()) as { ok: true } | { ok: false; code: string }
}
