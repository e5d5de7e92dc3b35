import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { newId } from '../../client/lib/ids.ts'
import { HeadlessPage } from '../support/headless-page.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { Crowd } from './storm/crowd.ts'
import { PHASES, type StormTimes, markOf } from './storm/storm-client.ts'

/**
 * `npm run storm`: many pages lose their server at the same moment, and come back to the one that starts in its place. They
 * run the page's own code for connection and session, and type before, during and after. The last line is one JSON object;
 * the exit status 0 only when all are synced and nothing is lost.
 */

const USAGE = `Usage: npm run storm -- [options]

  --clients N      pages in all (default: 2000)
  --documents N    documents they are spread over (default: 200)
  --graceful       stop the server (SIGTERM) instead of killing it (SIGKILL)
  --processes N    processes that run the pages (default: one for each 250 pages, at most 4)
`

const SETTLE_LIMIT_MS = 60_000
const CHECKS_AT_ONCE = 8

interface Options {
  readonly clients: number
  readonly documents: number
  readonly isGraceful: boolean
  readonly processes: number
}

interface Document {
  readonly document: string
  readonly key: string
}

const say = (line: string): void => console.error(line)

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      clients: { type: 'string', default: '2000' },
      documents: { type: 'string', default: '200' },
      graceful: { type: 'boolean', default: false },
      processes: { type: 'string' },
    },
  })
  const [clients, documents] = [Number(values.clients), Number(values.documents)]
  const processes = Number(values.processes ?? Math.min(4, Math.ceil(clients / 250)))
  for (const [name, value] of Object.entries({ clients, documents, processes })) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} must be a whole number from 1`)
  }
  if (documents > clients) throw new RangeError('--documents must not be more than --clients')
  return { clients, documents, isGraceful: values.graceful, processes }
}

interface Outcome {
  readonly serverDownMs: number
  readonly cutAt: number
  readonly times: readonly StormTimes[]
  /** Of the server that everybody came back to, until all were synced. */
  readonly peakRssBytes: number
  readonly cpuMs: number
  /** What is wrong with a document, in words. */
  readonly lost: readonly string[]
}

async function storm(server: ServerProcess, crowd: Crowd, options: Options): Promise<Outcome> {
  const documents = Array.from({ length: options.documents }, (): Document => ({ document: newId(), key: newId() }))
  const clients = Array.from({ length: options.clients }, (_, number) => {
    const { document, key } = documents[number % documents.length] ?? documents[0]!
    return { url: server.url, document, key, number, creates: number < documents.length }
  })
  say(`opening ${documents.length} documents`)
  await crowd.open(clients.filter(({ creates }) => creates))
  say(`opening ${clients.length - documents.length} pages more`)
  await crowd.open(clients.filter(({ creates }) => !creates))
  say('everybody types')
  await crowd.order({ do: 'type', phase: 'before' })
  await crowd.order({ do: 'sync' })

  say(options.isGraceful ? 'stopping the server' : 'killing the server')
  const cutAt = Date.now()
  await (options.isGraceful ? server.stop() : server.kill())
  say(`it is gone after ${Date.now() - cutAt} ms`)
  await server.restart()
  const serverDownMs = Date.now() - cutAt
  say(`it is back after ${serverDownMs} ms`)
  await crowd.order({ do: 'await loss' })
  await crowd.order({ do: 'sync' })
  const times = (await crowd.order({ do: 'tell' })).flatMap(({ states = [] }) => states.map((state) => state.times))
  const peakRssBytes = peakRss(server.pid)
  const cpuMs = cpuTime(server.pid)
  say('all synced; everybody types once more')
  await crowd.order({ do: 'type', phase: 'after' })
  await crowd.order({ do: 'sync' })

  say('comparing every page with a fresh one')
  const lost = await compare(server.url, crowd, documents, options.clients)
  return { serverDownMs, cutAt, times, peakRssBytes, cpuMs, lost }
}

/** Every mark is in its document once, and every page of the crowd shows what a fresh one does. */
async function compare(
  url: string,
  crowd: Crowd,
  documents: readonly Document[],
  clients: number,
): Promise<readonly string[]> {
  const wrong: string[] = []
  const waiting = [...documents.entries()]
  const expected = new Map<number, string>()
  const next = async (): Promise<void> => {
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      const [index, { document, key }] = entry
      const fresh = new HeadlessPage({ url, document, key, kind: 'open', transports: ['websocket'] })
      await until(() => fresh.isSaved, SETTLE_LIMIT_MS)
      const { text } = fresh
      await fresh.close()
      expected.set(index, createHash('sha256').update(text).digest('hex'))
      for (let client = index; client < clients; client += documents.length) {
        for (const phase of PHASES) {
          const count = text.split(markOf(client, phase)).length - 1
          // Who makes a document types before everybody else, and then with them.
          const times = phase === 'before' && client < documents.length ? 2 : 1
          if (count !== times) wrong.push(`${markOf(client, phase).trim()} is there ${count} times instead of ${times}`)
        }
      }
    }
  }
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, next))
  const differing = async (): Promise<number[]> => {
    const states = (await crowd.order({ do: 'tell' })).flatMap((answer) => answer.states ?? [])
    return states
      .filter(({ number, textHash }) => textHash !== expected.get(number % documents.length))
      .map(({ number }) => number)
  }
  // What others typed last may still be on its way to a page.
  await until(async () => (await differing()).length === 0, SETTLE_LIMIT_MS).catch(async () => {
    for (const number of await differing()) wrong.push(`client ${number} shows another text than a fresh page`)
  })
  return wrong
}

/** The most memory the process has had, in bytes. */
function peakRss(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}

/** What the process has cost so far in all its threads, in ms; Linux counts in hundredths of a second. */
function cpuTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** How many values fall into each step. */
function histogram(values: readonly number[], stepMs: number): Record<string, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(Math.floor(value / stepMs), (counts.get(Math.floor(value / stepMs)) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => a - b).map(([step, count]) => [step * stepMs, count]))
}

function tell(options: Options, { serverDownMs, cutAt, times, peakRssBytes, cpuMs, lost }: Outcome): void {
  const since = (at: number): number => at - cutAt
  const synced = times.map((time) => since(time.synced))
  const dials = times.flatMap((time) => time.dials.map(since))
  say(
    `connected, by ms after the cut: ${JSON.stringify(
      histogram(
        times.map(({ connected }) => since(connected)),
        500,
      ),
    )}`,
  )
  const result = {
    clients: options.clients,
    documents: options.documents,
    graceful: options.isGraceful,
    synced: times.length,
    lost: lost.length,
    server_down_ms: serverDownMs,
    synced_p50_ms: percentile(synced, 0.5),
    synced_p99_ms: percentile(synced, 0.99),
    synced_max_ms: percentile(synced, 1),
    lost_again: times.filter(({ losses }) => losses > 1).length,
    dials: dials.length,
    /** The most attempts to connect in any tenth of a second: what jitter is for. */
    most_dials_in_100_ms: Math.max(0, ...Object.values(histogram(dials, 100))),
    server_cpu_ms: cpuMs,
    server_peak_rss_mb: Math.round(peakRssBytes / 1024 / 1024),
    ...(lost.length > 0 && { wrong: lost.slice(0, 20) }),
  }
  console.log(JSON.stringify(result))
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
  const crowd = new Crowd(options.processes)
  try {
    const outcome = await storm(server, crowd, options)
    tell(options, outcome)
    return outcome.lost.length === 0 ? 0 : 1
  } catch (error) {
    say(String(error))
    console.log(JSON.stringify({ clients: options.clients, documents: options.documents, error: String(error) }))
    return 1
  } finally {
    crowd.end()
    await server.remove()
  }
}

process.exit(await main())
