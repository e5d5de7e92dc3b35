import { expect, it } from 'vitest'
import { newId } from '../../../../client/lib/ids.ts'
import {
  connection,
  document,
  isSaved,
  joined,
  open,
  server,
  shut,
  textOf,
  type,
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

it('the role is what the server says, at the join and whenever it changes', async () => {
  server.role = 'viewer'
  const session = await joined()
  expect([session.role.value, session.lastKnownRole.value]).toEqual(['viewer', 'viewer'])
  server.setRole(document, 'editor')
  await until(() => session.role.value === 'editor')
  expect(session.lastKnownRole.value).toBe('editor')
})

it('the role of another document is not this one’s', async () => {
  const session = await joined()
  const other = newId()
  server.seed(other, newId(), '')
  server.documents.get(other)?.members.set(connection, new Set())
  server.setRole(other, 'viewer')
  type(session, ' more')
  await isSaved(session)
  expect(session.role.value).toBe('editor')
})

it('without a connection the role is known as it was last, also after a change in the open page', async () => {
  const first = await joined()
  server.setRole(document, 'commenter')
  await until(() => first.role.value === 'commenter')
  await shut(first)
  connection.goOffline()
  const session = open()
  await until(() => session.replica.value !== null)
  expect([session.role.value, session.lastKnownRole.value]).toEqual([null, 'commenter'])
})

it('of a new document it is not known, so that everybody can write', () => {
  const session = open('blank')
  expect([session.role.value, session.lastKnownRole.value]).toEqual([null, null])
})

it('what somebody typed who is demoted is set aside, and the document goes on without it', async () => {
  const session = await joined('hello')
  await isSaved(session)
  server.refusals.push({ event: 'update', code: 'forbidden' })
  server.role = 'viewer'
  type(session, ' there')
  await until(() => session.setAside.value.length === 1)
  await until(() => session.role.value === 'viewer')
  expect(session.setAside.value[0]).toMatchObject({ code: 'forbidden', text: 'hello there' })
  expect(textOf(session)).toBe('hello')
})
