import { parseArgs } from 'node:util'
import { newId } from '../../client/lib/ids.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { Playback } from './playback.ts'
import { ReplayClient } from './replay-client.ts'
import { readTrace } from './trace.ts'

/**
 * `npm run replay`: plays what real people typed through a real server, with as many clients as the trace has authors (or
 * more, who watch), and then compares every client, a fresh one, and with --restart a fresh one after a SIGKILL, with the text
 * the trace ends in. The last line is one JSON object; the exit status 0 only when everything was as it must be.
 */

const USAGE = `Usage: npm run replay -- --trace FILE [options]

  --trace FILE       an editing trace, JSON or gzipped JSON, sequential or concurrent
  --url URL          a running server; without it the built server is started on a free port and a temporary folder
  --clients N        clients in all, at least one an author of the trace (default); the others watch
  --rate N|max       edits a second, of all authors together (default: max)
  --restart          kill the server (SIGKILL) at the end, start it again, and compare once more; not with --url
  --reverse-ids      clientIDs fall with the author's number instead of rising: then only compare the clients with each other
`

interface Options {
  readonly trace: string
  readonly url: string | null
  readonly clients: number
  /** Edits a second; Infinity for as fast as it goes. */
  readonly rate: number
  readonly restart: boolean
  readonly reverseIds: boolean
}

class UsageError extends Error {}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      trace: { type: 'string' },
      url: { type: 'string' },
      clients: { type: 'string', default: '1' },
      rate: { type: 'string', default: 'max' },
      restart: { type: 'boolean', default: false },
      'reverse-ids': { type: 'boolean', default: false },
    },
  })
  if (values.trace === undefined) throw new UsageError('--trace is missing')
  const rate = values.rate === 'max' ? Number.POSITIVE_INFINITY : Number(values.rate)
  if (!(rate > 0)) throw new UsageError('--rate must be a number above 0, or max')
  const clients = Number(values.clients)
  if (!Number.isInteger(clients) || clients < 1) throw new UsageError('--clients must be a whole number from 1')
  if (values.restart && values.url !== undefined)
    throw new UsageError('--restart needs a server of its own: leave --url out')
  return {
    trace: values.trace,
    url: values.url ?? null,
    clients,
    rate,
    restart: values.restart,
    reverseIds: values['reverse-ids'],
  }
}

/** Says where two texts part; null when they are equal. */
function firstDifference(name: string, actual: string, expected: string): string | null {
  if (actual === expected) return null
  let at = 0
  while (at < actual.length && actual[at] === expected[at]) at++
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))
  return `${name} differs at ${at} (lengths ${actual.length} and ${expected.length}): ${around(actual)} instead of ${around(expected)}`
}

function percentile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100
}

const say = (line: string): void => console.error(line)

async function readFresh(url: string, document: string, key: string): Promise<string> {
  const fresh = await ReplayClient.open({ url, document, key })
  const text = fresh.text.toString()
  fresh.close()
  return text
}

async function run(options: Options, server: ServerProcess | null, url: string): Promise<boolean> {
  const trace = readTrace(options.trace)
  const [document, key] = [newId(), newId()]
  const watchers = Math.max(0, options.clients - trace.agents)
  say(`${trace.edits} edits by ${trace.agents} author(s), ${watchers} watching, on ${url}`)

  const playback = await Playback.open(trace, { url, document, key, watchers, reverseIds: options.reverseIds })
  const started = performance.now()
  const progress = setInterval(() => {
    const { done, acknowledged, waiting } = playback.progress
    say(
      `${Math.round((done / trace.edits) * 100)} %: ${done} edits, ${acknowledged} updates acknowledged, ${waiting} edits waiting`,
    )
  }, 2000)
  try {
    await playback.play(options.rate)
  } finally {
    clearInterval(progress)
  }
  const seconds = (performance.now() - started) / 1000

  const expected = options.reverseIds ? (playback.clients[0]?.text.toString() ?? '') : trace.endContent
  const differences = playback.clients.map((client, index) => {
    return firstDifference(`client ${index + 1}`, client.text.toString(), expected)
  })
  for (const client of playback.clients) client.close()
  say('comparing with a fresh client')
  differences.push(firstDifference('a fresh client', await readFresh(url, document, key), expected))
  if (server !== null && options.restart) {
    say('killing the server, starting it again')
    await server.kill()
    await server.restart()
    differences.push(firstDifference('a fresh client after the restart', await readFresh(url, document, key), expected))
  }

  const { acknowledged, putOff, acknowledgementMs } = playback.totals
  const sent = playback.totals.sent - putOff
  if (acknowledged !== sent) differences.push(`${sent} updates were sent and ${acknowledged} acknowledged`)
  const first = differences.find((difference) => difference !== null) ?? null
  const sorted = acknowledgementMs.toSorted((a, b) => a - b)
  console.log(
    JSON.stringify({
      ok: first === null,
      edits: trace.edits,
      updates: sent,
      acked: acknowledged,
      putOff,
      clients: playback.clients.length,
      seconds: Math.round(seconds * 10) / 10,
      ackP50Ms: percentile(sorted, 0.5),
      ackP99Ms: percentile(sorted, 0.99),
      ...(first !== null && { difference: first }),
    }),
  )
  return first === null
}

async function main(): Promise<number> {
  let options: Options
  try {
    options = readOptions()
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  const server = options.url === null ? await startServerProcess() : null
  try {
    return (await run(options, server, options.url ?? server?.url ?? '')) ? 0 : 1
  } catch (error) {
    say(String(error))
    console.log(JSON.stringify({ ok: false, error: String(error) }))
    return 1
  } finally {
    await server?.remove()
  }
}

process.exit(await main())
