import { expect, it } from 'vitest'
import { joinedUpdates } from '../../../../client/sync/joined-updates.ts'
import { joinFrames, splitFrames } from '../../../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../../../shared/protocol/schemas.ts'

const SHORT = Uint8Array.of(7, 7)

function message(after: number, sequence: number, update = SHORT, epoch = 1): UpdatesMessage {
  return { document: 'd', epoch, after, sequence, mark: sequence * 10, updates: joinFrames([update]) }
}

it('is what both say, one behind the other', () => {
  const joined = joinedUpdates(message(3, 5), message(5, 6, Uint8Array.of(1)))
  expect(joined).toMatchObject({ document: 'd', epoch: 1, after: 3, sequence: 6, mark: 60 })
  expect(splitFrames(joined?.updates ?? SHORT)).toEqual([SHORT, Uint8Array.of(1)])
})

it('is nothing when one does not continue the other, or the two are long', () => {
  expect(joinedUpdates(message(3, 5), message(6, 7))).toBeNull()
  expect(joinedUpdates(message(3, 5), message(5, 6, SHORT, 2))).toBeNull()
  const long = new Uint8Array(40_000)
  expect(joinedUpdates(message(3, 5, long), message(5, 6, long))).toBeNull()
  expect(joinedUpdates(message(3, 5, long), message(5, 6))).not.toBeNull()
})
