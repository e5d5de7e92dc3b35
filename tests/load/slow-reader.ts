import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { BusyRoom } from './slow-reader/busy-room.ts'
import { StalledClient } from './slow-reader/stalled-client.ts'

/**
 * `npm run slow-reader`: in a room in which much is written, some stop reading, one half of them answering heartbeats and the
 * other not. Each round writes undisturbed first and then with them. The server must end each of them, its memory may grow
 * by 20 MB for each, the others must miss nothing, and what they write must arrive as fast as before. Progress on stderr; the
 * last line on stdout is one JSON object; the exit status is 0 only when all of that held.
 */

const USAGE = `Usage: npm run slow-reader -- [options]

  --rounds N     rounds, of which the median counts (default: 3)
  --seconds N    of each half of a round (default: 30)
  --stalled N    clients that stop reading (default: 10)
  --writers N    (default: 20)
  --rate N       updates a second, of all writers together (default: 1000)
  --bytes N      of each other update, which the one after it takes away again (default: 3000)
`

const MAX_GROWTH_MB = 20
const MAX_P99_RATIO = 1.5
const SAMPLE_MS = 100

interface Options {
  readonly rounds: number
  readonly seconds: number
  readonly stalled: number
  readonly writers: number
  readonly rate: number
  readonly bytes: number
}

interface Half {
  readonly p99Ms: number
  readonly p50Ms: number
  readonly peakMb: number
  readonly gaps: number
  readonly refused: number
  readonly complete: boolean
  /** Stalled clients that the server had not ended when the writing ended. */
  readonly left: number
}

const say = (line: string): void => console.error(line)

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '30' },
      stalled: { type: 'string', default: '10' },
      writers: { type: 'string', default: '20' },
      rate: { type: 'string', default: '1000' },
      bytes: { type: 'string', default: '3000' },
    },
  })
  const numbers = Object.entries(values).map(([name, text]): [string, number] => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1`)
    return [name, value]
  })
  return Object.fromEntries(numbers) as unknown as Options
}

/** Memory that the server process has, in MB. */
function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return Number(kilobytes) / 1024
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

async function half(options: Options, server: ServerProcess, stalledCount: number): Promise<Half> {
  const room = await BusyRoom.open({ ...options, url: server.url })
  let peakMb = residentMb(server.pid)
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(server.pid))
  }, SAMPLE_MS)
  const stalled: StalledClient[] = []
  try {
    for (let i = 0; i < stalledCount; i++) {
      const who = { name: `stalled ${i}`, clientId: 1000 + i, beats: i % 2 === 0 }
      stalled.push(await StalledClient.enter(server.url, room.document, who))
    }
    await room.write(options.seconds)
    const complete = await room.settled()
    const present = new Set(room.present)
    return {
      p99Ms: quantile(room.latenciesMs, 0.99),
      p50Ms: quantile(room.latenciesMs, 0.5),
      peakMb,
      gaps: room.gaps,
      refused: room.refused,
      complete,
      left: stalled.filter(({ name }) => present.has(name)).length,
    }
  } finally {
    clearInterval(sampling)
    for (const each of stalled) each.end()
    room.close()
  }
}

const round1 = (value: number): number => Math.round(value * 10) / 10

async function run(options: Options, server: ServerProcess): Promise<boolean> {
  say(`${options.rate} updates/s by ${options.writers}, then with ${options.stalled} who stop reading`)
  // The first minute of a process is another one: code is compiled, memory is taken.
  await half({ ...options, seconds: Math.min(10, options.seconds) }, server, 0)
  const undisturbed: Half[] = []
  const disturbed: Half[] = []
  for (let i = 1; i <= options.rounds; i++) {
    for (const [halves, count] of [
      [undisturbed, 0],
      [disturbed, options.stalled],
    ] as const) {
      const measured = await half(options, server, count)
      halves.push(measured)
      say(
        `round ${i}, ${count} stalled: p50 ${round1(measured.p50Ms)} ms, p99 ${round1(measured.p99Ms)} ms, ` +
          `at most ${Math.round(measured.peakMb)} MB, ${measured.left} not ended, ${measured.gaps} gaps`,
      )
    }
  }
  const all = [...undisturbed, ...disturbed]
  const sum = (of: (half: Half) => number): number => all.reduce((total, each) => total + of(each), 0)
  const calmP99Ms = quantile(
    undisturbed.map(({ p99Ms }) => p99Ms),
    0.5,
  )
  const p99Ms = quantile(
    disturbed.map(({ p99Ms }) => p99Ms),
    0.5,
  )
  const peak = (halves: readonly Half[]): number => Math.max(...halves.map(({ peakMb }) => peakMb))
  const growthMb = Math.max(0, peak(disturbed) - peak(undisturbed)) / options.stalled
  const result = {
    rounds: options.rounds,
    stalled: options.stalled,
    updatesPerSecond: options.rate,
    left: sum(({ left }) => left),
    missed: sum(({ gaps, complete }) => gaps + (complete ? 0 : 1)),
    refused: sum(({ refused }) => refused),
    calmP99Ms: round1(calmP99Ms),
    p99Ms: round1(p99Ms),
    p99Ratio: Math.round((p99Ms / calmP99Ms) * 100) / 100,
    growthMbEach: round1(growthMb),
    peakMb: Math.round(peak(all)),
  }
  const ok =
    result.left === 0 &&
    result.missed === 0 &&
    result.refused === 0 &&
    result.p99Ratio <= MAX_P99_RATIO &&
    result.growthMbEach <= MAX_GROWTH_MB
  console.log(JSON.stringify({ ok, ...result }))
  return ok
}

async function main(): Promise<number> {
  let options: Options
  try {
    options = readOptions()
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  const server = await startServerProcess()
  try {
    return (await run(options, server)) ? 0 : 1
  } catch (error) {
    console.log(JSON.stringify({ ok: false, error: String(error) }))
    return 1
  } finally {
    await server.remove()
  }
}

process.exit(await main())
