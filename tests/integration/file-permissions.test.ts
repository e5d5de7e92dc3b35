import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../client/lib/ids.ts'
import { GUESTS_SETTINGS, type GuestsSetting } from '../../shared/access/account-answers.ts'
import { OPEN_ACCOUNTS } from '../support/account-browser.ts'
import { ACTOR_KINDS, type ActorKind, sceneOf } from '../support/actor-kinds.ts'
import { FILE_ROUTES, NO_FILES } from '../support/file-routes.ts'
import { CROWD } from '../support/shared-document.ts'
import { askFiles, storedFile } from '../support/stored-files.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { createPng } from '../support/tiny-images.ts'

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

/** `ok`, or the code of a refusal. */
async function codeOf(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('application/json') !== true) return response.ok ? 'ok' : 'none'
  const answer = (await response.json()) as { ok: true } | { ok: false; code: string }
  return answer.ok ? 'ok' : answer.code
}

describe('the permission matrix of files', () => {
  describe.each(Object.entries(ACTOR_KINDS))('%s', (_name, kind: ActorKind) => {
    it('is answered what it says, to every route, and nothing from a page of another site', async () => {
      const scene = await sceneOf(serverOf(kind), kind)
      const { shared, guest } = scene
      const keeper = kind.role === 'owner' ? guest : shared.owner
      const told: Record<string, string> = {}
      for (const [route, { path, body, answers }] of Object.entries(FILE_ROUTES)) {
        // Who handed the document over is an editor still.
        const file = await storedFile(shared, { as: keeper })
        const [method = ''] = route.split(' ')
        const asked = { method: method.toUpperCase(), body: body === undefined ? null : new Uint8Array(body) }
        for (const headers of [{ origin: 'https://other.example' }, { 'sec-fetch-site': 'cross-site' }]) {
          const foreign = await askFiles(shared, guest, path(scene, file), { ...asked, headers })
          expect([route, foreign.status, await codeOf(foreign)]).toEqual([route, 403, 'forbidden'])
        }
        const response = await askFiles(shared, guest, path(scene, file), asked)
        told[route] = await codeOf(response)
        // A refusal says nothing of the file, and is kept nowhere.
        if (answers[kind.role] !== 'ok') expect(response.headers.get('cache-control')).toBe('no-store')
        const after = await askFiles(shared, keeper, `${path(scene, file).split('/files')[0]}/files/${file}`)
        expect([route, after.status]).toEqual([route, told[route] === 'ok' && method === 'delete' ? 404 : 200])
      }
      expect(told).toEqual(
        Object.fromEntries(Object.entries(FILE_ROUTES).map(([route, { answers }]) => [route, answers[kind.role]])),
      )
      shared.close()
    })

    it('is answered alike of a file, and of a document, that there is not', async () => {
      const scene = await sceneOf(serverOf(kind), kind)
      const { shared, guest } = scene
      for (const path of NO_FILES.map((pathOf) => pathOf(scene))) {
        const response = await askFiles(shared, guest, path)
        const isWellFormed = /\/[\w-]{22}\/files\/[\w-]{22}$/.test(path)
        const isLetIn = kind.role !== 'outsider' || !isWellFormed
        expect([path, await codeOf(response)]).toEqual([path, isLetIn ? 'not-found' : 'sign-in-needed'])
      }
      shared.close()
    })
  })

  it('gives a stranger the very same answer for a file that there is and one that there is not', async () => {
    const kind = ACTOR_KINDS['a stranger with a wrong secret']
    if (kind === undefined) throw new Error('no such kind')
    const { shared, guest } = await sceneOf(serverOf(kind), kind)
    const file = await storedFile(shared, { bytes: createPng() })
    const answers = await Promise.all(
      [`/api/documents/${shared.document}/files/${file}`, `/api/documents/${newId()}/files/${newId()}`].map(
        async (path) => {
          const response = await askFiles(shared, guest, path)
          const headers = [...response.headers].filter(([name]) => name !== 'date')
          return { status: response.status, headers, body: await response.text() }
        },
      ),
    )
    expect(answers[0]).toEqual(answers[1])
    shared.close()
  })
})
