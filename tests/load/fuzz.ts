import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startProbedServer } from '../support/probed-server.ts'
import { FuzzRun } from './fuzz/fuzz-run.ts'

/**
 * `npm run fuzz`: frames that no honest client sends, at every layer from HTTP to the bytes of Yjs, at a real server in which
 * honest people write. The last line is one JSON object; the exit status 0 only when nothing was found.
 */

const USAGE = `Usage: npm run fuzz -- --frames N [options]

  --frames N     how many frames to send
  --seed S       what decides on each of them (default: 1)
  --from K       the number of the first frame (default: 0): repeats a run from there
`

const MAX_RSS_GROWTH_BYTES = 50 * 1024 * 1024

const say = (line: string): void => console.error(line)

function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`--${name} must be a whole number`)
  return value
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      frames: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
    },
  })
  const frames = wholeNumber('frames', values.frames, 0)
  if (frames === 0) throw new RangeError('--frames is missing')
  const seed = wholeNumber('seed', values.seed, 1)
  return { frames, seed, from: wholeNumber('from', values.from, 0) }
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions()
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  const { frames, seed, from } = options
  // All limits are on; this one would stop those who make the documents, who share an address.
  const server = await startProbedServer({
    ROOM_IDLE_SECONDS: '1',
    DOCUMENTS_PER_HOUR: '1000000',
    GUESTS_PER_HOUR: '1000000',
  })
  const { pid } = server
  const started = performance.now()
  try {
    const folder = join(tmpdir(), 'weft-fuzz')
    const result = await new FuzzRun(server, { frames, seed, from, folder, say }).run()
    const isSame = server.pid === pid && !server.exited
    const isBounded = result.rssGrowthBytes <= MAX_RSS_GROWTH_BYTES
    const seconds = (performance.now() - started) / 1000
    const megabytes = (count: number): number => Math.round((count / 1024 / 1024) * 10) / 10
    console.log(
      JSON.stringify({
        frames: result.frames,
        seed,
        pid_same: isSame,
        slowest_handler_ms: Math.round(result.slowestHandlerMs),
        rss_growth_mb: megabytes(result.rssGrowthBytes),
        slow_handlers: result.slowHandlers.length,
        findings: result.findings.length,
        frames_per_second: Math.round(result.frames / seconds),
        documents: result.documents,
        differed: result.differed,
        mended: result.mended,
        connections: result.connections,
        by_layer: result.framesByLayer,
        answers: result.answers,
        found: [...result.slowHandlers, ...result.findings],
      }),
    )
    return isSame && isBounded && result.slowHandlers.length + result.findings.length === 0 ? 0 : 1
  } catch (error) {
    say(String(error))
    console.log(JSON.stringify({ frames, seed, error: String(error) }))
    return 1
  } finally {
    await server.remove()
  }
}

process.exit(await main())
