import { expect, it, onTestFinished } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Company, isAway, mainClient } from '../../../../../client/pages/together/company.ts'
import type { Person } from '../../../../../client/sync/session.ts'

const user = { id: 'g', name: 'Grace', color: 1 }
const cursor = { anchor: { tname: 'text' }, head: { tname: 'text' } }

/** An awareness in which others say what a test wants. */
function awareness() {
  const own = new Awareness(new Y.Doc())
  onTestFinished(() => own.destroy())
  const say = (client: number, state: Record<string, unknown> | null): void => {
    const isNew = !own.states.has(client)
    if (state === null) own.states.delete(client)
    else own.states.set(client, state)
    const change = { added: [], updated: [], removed: [] }
    own.emit('change', [{ ...change, [state === null ? 'removed' : isNew ? 'added' : 'updated']: [client] }, 'server'])
  }
  return { own, say }
}

it('tells anew when somebody goes away, follows, presents or leaves, and not when a cursor moves', () => {
  const { own, say } = awareness()
  say(1, { user, cursor })
  const company = new Company(own)
  let told = 0
  const moved: number[] = []
  company.onMove((client) => moved.push(client))
  company.doing.subscribe(() => told++)
  expect(told).toBe(1)
  for (const clock of [1, 2, 3]) say(1, { user, cursor: { anchor: { clock }, head: { clock } } })
  expect(told).toBe(1)
  expect(moved).toEqual([1, 1, 1])
  const talk = { slide: 0, line: { tname: 'text' }, since: 9 }
  const steps = [{ away: true }, { follows: 2 }, { talk }, { talk: { ...talk, slide: 1 } }, { cursor: null }]
  for (const step of steps) say(1, { user, cursor, ...step })
  expect(told).toBe(6)
  expect(company.doing.value.get(1)).toEqual({ away: false, follows: null, talk: null, hasCursor: false })
  say(1, null)
  expect(told).toBe(7)
  expect(company.doing.value.size).toBe(0)
})

it('says things of oneself, and takes them back', () => {
  const { own } = awareness()
  const company = new Company(own)
  company.declare('away', true)
  company.declare('follows', 3)
  expect(own.getLocalState()).toEqual({ away: true, follows: 3 })
  company.declare('away', undefined)
  expect(JSON.stringify(own.getLocalState())).toBe('{"follows":3}')
})

it('takes somebody with several windows for away when all are, and looks at the window that they are at', () => {
  const doing = new Map([
    [1, { away: true, follows: null, talk: null, hasCursor: true }],
    [2, { away: false, follows: null, talk: null, hasCursor: false }],
    [3, { away: false, follows: null, talk: null, hasCursor: true }],
  ])
  const grace = (...clientIds: number[]): Person => ({ ...user, self: false, clientIds })
  expect(isAway(grace(1), doing)).toBe(true)
  expect(isAway(grace(1, 2), doing)).toBe(false)
  expect(isAway({ ...grace(1), self: true }, doing)).toBe(false)
  expect(mainClient(grace(1, 2, 3), doing)).toBe(3)
  expect(mainClient(grace(1, 2), doing)).toBe(2)
  expect(mainClient(grace(7), doing)).toBeNull()
})
