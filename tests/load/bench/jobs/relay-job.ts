import { until } from '../../../support/until.ts'
import type { Percentiles } from '../histogram.ts'
import { Measures } from '../measures.ts'
import { cpuMsBetween, readCpu, residentBytes } from '../process-cost.ts'
import { Room } from '../room.ts'
import type { SystemName } from '../system-name.ts'
import { typeRoom } from '../typed-updates.ts'
import { TypingSchedule } from '../typing-schedule.ts'
import { WIRES } from '../wire/wires.ts'

const JOINS_AT_ONCE = 16
const SEED_LIMIT_MS = 30_000
/** What is under way when the typing ends is waited for as long as something still arrives, but no longer than this. */
const ARRIVAL_LIMIT_MS = 90_000
const SILENCE_LIMIT_MS = 10_000
const SETTLE_POLL_MS = 50

/** Documents with editors, each of whom types at a rate of its own clock. */
export interface RelayJob {
  readonly kind: 'relay'
  readonly system: SystemName
  readonly url: string
  readonly pid: number
  readonly documents: number
  /** Of each document. */
  readonly editors: number
  /** Updates a second, of each editor. */
  readonly rate: number
  /** At the same rate, before what counts: code is compiled, memory is taken. */
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly acknowledges: boolean
}

export interface RelayMeasures {
  /** Of the server's process, while it counted. */
  readonly cpuMs: number
  readonly seconds: number
  readonly sent: number
  readonly deliveries: number
  /** CPU of the server for each update delivered to somebody else than its author. */
  readonly microsecondsEach: number
  readonly relayMs: Percentiles | null
  readonly acknowledgementMs: Percentiles | null
  /** Sent to all clients, while it counted. */
  readonly bytes: number
  readonly peakBytes: number
  /** The share of its core that the load took; near 1 the figures are its own. */
  readonly loadUse: number
  readonly lateMs: Percentiles | null
  readonly missing: number
  readonly duplicated: number
  readonly unacknowledged: number
  readonly refused: number
  readonly converged: boolean
  /** The first few things that went wrong, in words. */
  readonly wrong: readonly string[]
}

export async function relay(job: RelayJob): Promise<RelayMeasures> {
  const warmUpRounds = Math.ceil(job.warmUpSeconds * job.rate)
  const rounds = warmUpRounds + Math.ceil(job.seconds * job.rate)
  const measures = new Measures()
  const rooms = Array.from({ length: job.documents }, (_, number) => {
    return new Room(typeRoom(number, job.editors, rounds), measures)
  })
  try {
    await joinAll(rooms, job)
    for (const room of rooms) room.seed()
    await untilLater(
      () => rooms.every((room) => room.ledger.isSeeded && (!job.acknowledges || room.isSeedAcknowledged)),
      SEED_LIMIT_MS,
    )
    const window = await type(rooms, job, measures, { warmUpRounds, rounds })
    const expected = measures.allSent * (job.editors - 1)
    await arrivals(measures, expected, job.acknowledges)
    const { peak } = residentBytes(job.pid)
    const sum = (of: (room: Room) => number): number => rooms.reduce((total, room) => total + of(room), 0)
    return {
      ...window,
      relayMs: measures.relay.percentiles(),
      acknowledgementMs: measures.acknowledgement.percentiles(),
      lateMs: measures.lateness.percentiles(),
      peakBytes: peak,
      missing: sum((room) => room.ledger.missing()),
      duplicated: measures.duplicated,
      unacknowledged: job.acknowledges ? sum((room) => room.ledger.unacknowledged()) : 0,
      refused: sum((room) => room.refused),
      converged: rooms.every((room) => room.hasConverged),
      wrong: rooms.flatMap((room) => room.wrong).slice(0, 5),
    }
  } finally {
    for (const room of rooms) room.close()
  }
}

/** The first of each room before the others: it makes the document. */
async function joinAll(rooms: readonly Room[], { editors, url, system }: RelayJob): Promise<void> {
  const first = rooms.map((room) => ({ room, editor: 0 }))
  const others = rooms.flatMap((room) => Array.from({ length: editors - 1 }, (_, i) => ({ room, editor: i + 1 })))
  for (const waiting of [first, others]) {
    const next = async (): Promise<void> => {
      for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
        await entry.room.join(entry.editor, url, WIRES[system])
      }
    }
    await Promise.all(Array.from({ length: JOINS_AT_ONCE }, next))
  }
}

type Window = Pick<
  RelayMeasures,
  'cpuMs' | 'seconds' | 'sent' | 'deliveries' | 'microsecondsEach' | 'bytes' | 'loadUse'
>

async function type(
  rooms: readonly Room[],
  job: RelayJob,
  measures: Measures,
  { warmUpRounds, rounds }: { warmUpRounds: number; rounds: number },
): Promise<Window> {
  const schedule = new TypingSchedule(job.documents * job.editors, job.rate, 1)
  const read = () => ({
    at: performance.now(),
    server: readCpu(job.pid),
    bytes: rooms.reduce((sum, room) => sum + room.bytesRead, 0),
    own: process.cpuUsage(),
  })
  let before = read()
  await schedule.run(rounds, (typist, round, dueAt) => {
    if (round === warmUpRounds && measures.sentInside === 0) {
      before = read()
      measures.open(before.at)
    }
    if (round >= warmUpRounds) measures.lateness.record(performance.now() - dueAt)
    rooms[typist % job.documents]?.type(Math.floor(typist / job.documents), round)
  })
  const after = read()
  measures.close(after.at)
  const wallMs = after.at - before.at
  const own = process.cpuUsage(before.own)
  const serverMs = cpuMsBetween(before.server, after.server)
  const { deliveredInside } = measures
  return {
    cpuMs: serverMs,
    seconds: wallMs / 1000,
    sent: measures.sentInside,
    deliveries: deliveredInside,
    microsecondsEach: (serverMs * 1000) / deliveredInside,
    bytes: after.bytes - before.bytes,
    loadUse: (own.user + own.system) / 1000 / wallMs,
  }
}

/** Resolves when everything has arrived, or nothing more does. */
async function arrivals(measures: Measures, expected: number, acknowledges: boolean): Promise<void> {
  let arrived = 0
  let at = performance.now()
  const isOver = (): boolean => {
    const { allDelivered, allAcknowledged, allSent } = measures
    if (allDelivered + allAcknowledged > arrived) at = performance.now()
    arrived = allDelivered + allAcknowledged
    const isComplete = allDelivered >= expected && (!acknowledges || allAcknowledged >= allSent)
    return isComplete || performance.now() - at > SILENCE_LIMIT_MS
  }
  await untilLater(isOver, ARRIVAL_LIMIT_MS).catch(() => {})
}

/** As `until`, without keeping the core busy that the clients need. */
async function untilLater(condition: () => boolean, limitMs: number): Promise<void> {
  await until(async () => {
    if (condition()) return true
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS))
    return false
  }, limitMs)
}
