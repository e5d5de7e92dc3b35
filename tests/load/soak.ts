import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startProbedServer } from '../support/probed-server.ts'
import { Random } from '../support/random.ts'
import type { ServerProcess } from '../support/test-server.ts'
import { unexpectedLines } from './crashlab/campaign.ts'
import { compareDocument } from './crashlab/comparison.ts'
import { Stage } from './crashlab/stage.ts'
import { Tally } from './crashlab/tally.ts'
import { Churn } from './soak/churn.ts'
import { type Sample, takeSample, trendOf } from './soak/samples.ts'

/**
 * `npm run soak`: people come and go on a real server for a while, and its memory, handles, threads and files are looked at
 * all the time. The last line is one JSON object; the exit status 0 only when nothing was lost, and nothing that should stay
 * level has clearly grown from the first half to the second.
 */

const USAGE = 'Usage: npm run soak -- [--minutes N (default: 15)] [--seed S (default: of the clock)]'
const MAX_INTERVAL_MS = 10_000
const SAMPLES = 30

const say = (line: string): void => console.error(line)

async function soak(server: ServerProcess, minutes: number, seed: number): Promise<Record<string, unknown>> {
  const stage = new Stage(server.url, new Random(seed))
  const churn = new Churn(stage)
  const tally = new Tally()
  const samples: Sample[] = []
  const began = performance.now()
  const passed = (): number => (performance.now() - began) / 60_000
  while (passed() < minutes && stage.problems.length === 0) {
    await delay(Math.min(MAX_INTERVAL_MS, (minutes * 60_000) / SAMPLES))
    const sample = await takeSample(server, passed(), churn.edits)
    samples.push(sample)
    say(JSON.stringify(sample))
  }
  say('nobody types any more: comparing')
  try {
    await stage.settle()
    for (const document of stage.documents) await compareDocument(stage, document, tally)
  } catch (error) {
    tally.fault(String(error))
  }
  await stage.end()
  for (const problem of [...stage.problems, ...unexpectedLines(server.output)]) tally.fault(problem)
  const trend = trendOf(samples)
  for (const name of trend.grew) tally.fault(`${name} has grown`)
  for (const fault of tally.faults) say(fault)
  const { lost, duplicated, unopenable, faults } = tally
  const acked = stage.documents.reduce((sum, { ledger }) => sum + ledger.stored, 0)
  const { edits } = churn
  const counts = {
    edits,
    acked,
    documents: stage.documents.length,
    lost,
    duplicated,
    unopenable,
    faults: faults.length,
  }
  return { minutes: Math.round(passed() * 10) / 10, ...counts, ...trend, last: samples.at(-1), seed }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '15' }, seed: { type: 'string' } } })
  const minutes = Number(values.minutes)
  const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
  if (!(minutes > 0) || !Number.isInteger(seed) || seed < 0) {
    say(USAGE)
    return 2
  }
  say(`seed ${seed}`)
  const server = await startProbedServer({
    DOCUMENTS_PER_HOUR: '1000000',
    GUESTS_PER_HOUR: '1000000',
    ROOM_IDLE_SECONDS: '10',
  })
  const stop = (): void => void server.remove().then(() => process.exit(130))
  process.once('SIGTERM', stop).once('SIGINT', stop)
  try {
    const result = await soak(server, minutes, seed)
    console.log(JSON.stringify(result))
    return result['faults'] === 0 ? 0 : 1
  } finally {
    await server.remove()
  }
}

process.exit(await main())
