import { expect, it } from 'vitest'
import { createBudgets } from '../../../../server/access/budgets.ts'
import { hashSecret } from '../../../../server/access/keys.ts'
import { CursorPace } from '../../../../server/realtime/cursor-pace.ts'
import { documentHandlers } from '../../../../server/realtime/document-events.ts'
import { IncomingTraffic, ServerLoad } from '../../../../server/realtime/incoming-traffic.ts'
import { JoinAllowance, UnreadJoins } from '../../../../server/realtime/join-allowance.ts'
import { TurnQueue } from '../../../../server/lib/turn-queue.ts'
import { OutgoingQueue } from '../../../../server/realtime/outgoing-queue.ts'
import type { DocumentsSocket } from '../../../../server/realtime/socket-server.ts'
import { Versions } from '../../../../server/rooms/versions.ts'
import { MAX_OUTGOING_BYTES, MAX_UNREAD_JOIN_BYTES_PER_ADDRESS } from '../../../../shared/protocol/limits.ts'
import type { JoinAnswer } from '../../../../shared/protocol/schemas.ts'
import { inlineMaker } from '../../../support/inline-maker.ts'
import { house } from '../../../support/room-house.ts'

it('whoever has not taken earlier answers to joins gets no further one until then', async () => {
  const { clock, rooms, storage } = await house()
  const budgets = createBudgets({ documentsPerHour: 9, guestsPerHour: 9 }, clock)
  const draining = () => false
  const versions = new Versions({ log: storage.log, access: storage.access, maker: inlineMaker, clock })
  const services = { rooms, storage, budgets, joins: new TurnQueue(clock, 1, 1000), versions, clock, draining }
  const handlers = documentHandlers(services)
  const joins = new UnreadJoins()
  const allowance = new JoinAllowance({ joins, address: 'here', clock, overdue: () => {} })
  const outgoing = new OutgoingQueue(allowance, () => {
    throw new Error('the connection would be ended')
  })
  const socket = {
    id: 'stalled',
    data: {
      tokenHash: new Uint8Array(32),
      ceiling: 'owner',
      session: null,
      address: 'here',
      traffic: new IncomingTraffic(clock, new ServerLoad()),
      outgoing,
      cursors: new CursorPace(clock),
      isCompact: false,
      memberships: new Map(),
      joining: new Map(),
      waiting: null,
    },
  } as unknown as DocumentsSocket
  const [document, key] = ['a'.repeat(22), 'k'.repeat(22)]
  await storage.documents.create({ id: document, keyHash: hashSecret(key), creator: 'ann', at: 0, seed: null })
  const join = async (): Promise<JoinAnswer> => {
    const answers: JoinAnswer[] = []
    await handlers.join(socket, { document, key, clientId: 1 }, (answer) => answers.push(answer))
    expect(answers).toHaveLength(1)
    return answers[0] as JoinAnswer
  }
  expect(await join()).toMatchObject({ ok: true })
  // As if that document had been larger than the queue.
  outgoing.allow(MAX_OUTGOING_BYTES)
  outgoing.add(new Uint8Array(MAX_OUTGOING_BYTES))
  expect(await join()).toEqual({ ok: false, code: 'slow', retryAfterMs: 5000 })
  outgoing.handOver()
  expect(await join()).toMatchObject({ ok: false, code: 'slow' })
  outgoing.written()
  expect(await join()).toMatchObject({ ok: true })
  outgoing.written()
  joins.change('here', MAX_UNREAD_JOIN_BYTES_PER_ADDRESS + 1)
  expect(await join()).toEqual({ ok: false, code: 'slow', retryAfterMs: 5000 })
  joins.change('here', -MAX_UNREAD_JOIN_BYTES_PER_ADDRESS - 1)
  expect(await join()).toMatchObject({ ok: true })
})
