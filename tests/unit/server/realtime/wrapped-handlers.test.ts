import { expect, it } from 'vitest'
import { createLog } from '../../../../server/observability/log.ts'
import { StorageTrouble } from '../../../../server/observability/storage-trouble.ts'
import { IncomingTraffic, ServerLoad } from '../../../../server/realtime/incoming-traffic.ts'
import type { DocumentsSocket } from '../../../../server/realtime/socket-server.ts'
import { type Handlers, attachHandlers } from '../../../../server/realtime/wrapped-handlers.ts'
import { MAX_BYTES_IN_FLIGHT, MAX_PACKETS_BURST } from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const document = 'd'.repeat(22)

/** A connection whose handlers for `leave` and `introduce` say that they were called. */
function scene() {
  const clock = new FakeClock()
  const traffic = new IncomingTraffic(clock, new ServerLoad())
  let receive: (event: string, payload: object, acknowledge: (answer: unknown) => void) => void = () => {}
  const socket = { id: 'page', data: { traffic }, onAny: (listener: typeof receive) => void (receive = listener) }
  const handled: string[] = []
  const handlers = {
    leave: (_socket: unknown, _payload: unknown, answer: (answer: object) => void) => {
      handled.push('leave')
      answer({ ok: true })
    },
    introduce: () => void handled.push('introduce'),
  } as unknown as Handlers
  const log = createLog({ level: 'silent', destination: { write: () => {} } })
  attachHandlers(socket as unknown as DocumentsSocket, handlers, { log, trouble: new StorageTrouble(log, clock) })
  const ask = (event: string, payload: object): unknown[] => {
    const answers: unknown[] = []
    receive(event, payload, (answer: unknown) => answers.push(answer))
    return answers
  }
  return { traffic, handled, ask }
}

it('leaving takes effect at once also for a connection that has sent more than its rate', () => {
  const { traffic, handled, ask } = scene()
  for (let i = 0; i <= MAX_PACKETS_BURST; i++) traffic.count(1)
  expect(ask('introduce', { document, name: 'Ann' })).toMatchObject([{ code: 'slow' }])
  expect(ask('leave', { document })).toEqual([{ ok: true }])
  expect(handled).toEqual(['leave'])
})

it('leaving takes effect at once also while too much waits for an answer, and takes nothing off that', async () => {
  const { traffic, handled, ask } = scene()
  traffic.begin(MAX_BYTES_IN_FLIGHT)
  expect(ask('leave', { document })).toEqual([{ ok: true }])
  await new Promise(setImmediate)
  expect(ask('introduce', { document, name: 'Ann' })).toMatchObject([{ code: 'slow' }])
  expect(handled).toEqual(['leave'])
})
