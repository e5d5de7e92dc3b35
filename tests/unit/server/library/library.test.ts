import { expect, it } from 'vitest'
import { createBudgets } from '../../../../server/access/budgets.ts'
import { NO_CEILING } from '../../../../server/access/visitors.ts'
import { Library } from '../../../../server/library/library.ts'
import { inlineMaker } from '../../../support/inline-maker.ts'
import { DOCUMENT, KEY, house } from '../../../support/room-house.ts'

it('a copy says how many files it lacks', async () => {
  const { storage, rooms, clock } = await house()
  let leftFiles = 0
  const { documents } = storage
  const create: typeof documents.create = async (fresh) => ({ ...(await documents.create(fresh)), leftFiles })
  Object.assign(storage, { documents: { ...documents, create } })
  const tokenHash = new Uint8Array(32).fill(7)
  await storage.actors.resolve(tokenHash, 'ann', clock.now())
  const library = new Library({
    storage,
    rooms,
    documents: inlineMaker,
    budgets: createBudgets({ documentsPerHour: 9, guestsPerHour: 9 }, clock),
    clock,
    draining: () => false,
  })
  const visitor = { tokenHash, ceiling: NO_CEILING, address: 'here' }
  const copied = (copy: string) => library.duplicate(visitor, { document: DOCUMENT, copy, key: KEY })
  expect(await copied('whole'.padEnd(22, 'x'))).toEqual({ ok: true })
  leftFiles = 3
  expect(await copied('part'.padEnd(22, 'x'))).toEqual({ ok: true, leftFiles: 3 })
})
