import { MAX_PACKETS_BURST, MAX_PACKETS_PER_SECOND } from '../../../../shared/protocol/limits.ts'
import type { Author } from './author.ts'
import type { ClientEvents, Target } from './light-client.ts'
import { SendWindow } from './send-window.ts'
import { type Held, WeftClient } from './weft.ts'

/** What joins, leaves and answers to heartbeats take is well within the rest. */
const BURST = Math.floor(MAX_PACKETS_BURST * 0.9)
const REST_MS = (MAX_PACKETS_BURST * 1000) / MAX_PACKETS_PER_SECOND
const MAX_CONNECTIONS = 200

interface Seat {
  readonly client: WeftClient
  restedAt: number
}

/**
 * One guest with as many connections as it takes to stay within what each of them may send. One at a time is in the document,
 * and writes what may come at once; the next one enters, holding what the last one held, before that leaves and rests.
 */
export async function openWeftAuthor(target: Target, updates: number, windowSize: number): Promise<Author> {
  const window = new SendWindow(windowSize)
  const events: ClientEvents = {
    onUpdate: () => {},
    onSnapshot: () => {},
    onAcknowledged: () => window.answered(),
    onRefused: (number, code) => window.failed(new Error(`update ${number} was refused: ${code}`)),
    onClosed: (why) => window.failed(new Error(`the author was ${why}`)),
  }
  const first = await WeftClient.enter(target.url, events)
  await first.join(target)
  const seats: Seat[] = [{ client: first, restedAt: 0 }]
  const count = Math.min(MAX_CONNECTIONS, Math.ceil(updates / BURST))
  while (seats.length < count) {
    seats.push({ client: await WeftClient.enter(target.url, events, first.cookie), restedAt: 0 })
  }
  let current = 0

  const change = async (held: Held): Promise<WeftClient> => {
    const leaving = seats[current]
    current = (current + 1) % seats.length
    const next = seats[current]
    if (leaving === undefined || next === undefined) throw new Error('an author without a connection')
    const waitMs = next.restedAt - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (next === leaving) return next.client
    await next.client.join({ ...target, creates: false }, held)
    await leaving.client.leave(target.document)
    return next.client
  }

  return {
    write: async (given) => {
      let client = seats[current]?.client
      for (const [number, update] of given.entries()) {
        if (number > 0 && number % BURST === 0 && client !== undefined) {
          await window.empty()
          const seat = seats[current]
          if (seat !== undefined) seat.restedAt = performance.now() + REST_MS
          client = await change(client.held)
        }
        client?.send(update, number)
        await window.take()
      }
      await window.empty()
    },
    close: () => {
      for (const { client } of seats) client.close()
    },
  }
}
