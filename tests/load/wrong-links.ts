import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { newId } from '../../client/lib/ids.ts'
import { openReadOnly } from '../../server/storage/drivers/sqlite/sqlite-reader.ts'
import { RawClient } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { type Attempt, type AttemptOutcome, attempt } from './wrong-links/attempt.ts'
import type { AttackOrder } from './wrong-links/attacker-process.ts'

/**
 * `npm run wrong-links`: somebody tries links that open nothing, each from another address, while people come by theirs. The last
 * line is one JSON object; the exit status 0 only when every wrong link was answered alike, none opened anything or left
 * anything behind, and everybody with a right one was let in.
 */

const USAGE = `Usage: npm run wrong-links -- [options]

  --attempts N     wrong links in all (default: 10000)
  --per-second N   how many of them a second (default: 500)
  --honest N       people who come by a right link each second, before and meanwhile (default: 10)
`

const ATTACKER = fileURLToPath(new URL('wrong-links/attacker-process.ts', import.meta.url))
const ALIKE = '[{"ok":false,"code":"not-found"}]'
/** How long people come undisturbed. */
const QUIET_SECONDS = 10

interface Options {
  readonly attempts: number
  readonly perSecond: number
  readonly honest: number
}

const say = (line: string): void => console.error(line)

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      attempts: { type: 'string', default: '10000' },
      'per-second': { type: 'string', default: '500' },
      honest: { type: 'string', default: '10' },
    },
  })
  const [attempts, perSecond, honest] = [Number(values.attempts), Number(values['per-second']), Number(values.honest)]
  for (const [name, value] of Object.entries({ attempts, 'per-second': perSecond, honest })) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} must be a whole number from 1`)
  }
  return { attempts, perSecond, honest }
}

interface Stage {
  readonly server: ServerProcess
  readonly right: Attempt
  readonly wrong: readonly Omit<Attempt, 'isV6'>[]
}

/** A document with a link that opens it, and every kind of one that does not. */
async function prepare(server: ServerProcess): Promise<Stage> {
  const owner = await RawClient.connect(server.url)
  const [document, key, another] = [newId(), newId(), newId()]
  await owner.create(document, key, 'Hello')
  await owner.create(another, newId(), 'Another')
  await owner.join({ document, key, clientId: 1, name: 'Owner' })
  const revoked = { link: newId(), key: newId() }
  await owner.ask('add-link', { document, ...revoked, role: 'editor' })
  await owner.ask('revoke-link', { document, link: revoked.link })
  const expired = newId()
  await owner.ask('add-link', { document, link: newId(), key: expired, role: 'editor', expiresAt: Date.now() - 1 })
  owner.close()
  const wrong = [
    { kind: 'wrong', document },
    { kind: 'none', document },
    { kind: 'revoked', document, key: revoked.key },
    { kind: 'expired', document, key: expired },
    { kind: 'of another document', document: another, key },
    { kind: 'of no document', document: newId() },
  ]
  return { server, right: { kind: 'right', document, key, isV6: false }, wrong }
}

/** People come by the right link, so many a second, until `isOver`. Resolves to what became of each. */
async function people({ server, right }: Stage, perSecond: number, isOver: () => boolean): Promise<AttemptOutcome[]> {
  const outcomes: Promise<AttemptOutcome>[] = []
  const begun = performance.now()
  while (!isOver()) {
    outcomes.push(attempt(server.url, right))
    const dueMs = begun + (outcomes.length * 1000) / perSecond - performance.now()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs)))
  }
  return Promise.all(outcomes)
}

async function attack({ server, wrong }: Stage, { attempts, perSecond }: Options): Promise<AttemptOutcome[]> {
  const child = fork(ATTACKER, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  try {
    const order: AttackOrder = {
      url: server.url,
      perSecond,
      attempts: Array.from({ length: attempts }, (_, number) => {
        const each = wrong[number % wrong.length] ?? wrong[0]!
        const needsKey = each.kind === 'wrong' || each.kind === 'of no document'
        return { ...each, ...(needsKey && { key: newId() }), isV6: number % 2 === 1 }
      }),
    }
    child.send(order)
    const [outcomes] = (await once(child, 'message')) as [AttemptOutcome[]]
    return outcomes
  } finally {
    child.kill()
  }
}

/** In bytes. */
function rss(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}

/** What of guests is stored, in rows. */
function rows({ dataDirectory }: ServerProcess): number {
  const database = openReadOnly(dataDirectory)
  const count = (table: string): number =>
    database.prepare<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0
  const sum = ['actors', 'grants', 'link_grants', 'access_requests', 'client_bindings', 'audit'].map(count)
  database.close()
  return sum.reduce((all, each) => all + each, 0)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
}

async function run(stage: Stage, options: Options): Promise<{ readonly isRight: boolean; readonly result: object }> {
  const { server, wrong } = stage
  // The first ones find a program that has not run yet.
  await people(stage, options.honest, after(2))
  say(`people come by their link, ${options.honest} a second`)
  const quiet = await people(stage, options.honest, after(QUIET_SECONDS))
  const [rssBefore, rowsBefore] = [rss(server.pid), rows(server)]
  say(`${options.attempts} wrong links, ${options.perSecond} a second, while they go on`)
  let isOver = false
  const begun = performance.now()
  const attacked = attack(stage, options).finally(() => {
    isOver = true
  })
  const meanwhile = await people(stage, options.honest, () => isOver)
  const outcomes = await attacked
  const seconds = (performance.now() - begun) / 1000
  const unlike = outcomes.filter(({ answer }) => answer !== ALIKE)
  const shutOut = [...quiet, ...meanwhile].filter(({ answer }) => answer !== 'ok')
  // Each of those people is somebody with a right: an actor, a grant, its link and a clientID.
  const left = rows(server) - rowsBefore - 4 * meanwhile.length
  const times = (all: readonly AttemptOutcome[]) => all.map(({ ms }) => ms)
  const result = {
    attempts: outcomes.length,
    seconds: Math.round(seconds * 10) / 10,
    unlike: unlike.length,
    rows_left: left,
    honest: meanwhile.length,
    shut_out: shutOut.length,
    honest_p50_ms: { quiet: percentile(times(quiet), 0.5), attacked: percentile(times(meanwhile), 0.5) },
    honest_p95_ms: { quiet: percentile(times(quiet), 0.95), attacked: percentile(times(meanwhile), 0.95) },
    /** By what was wrong. */
    answer_p50_ms: Object.fromEntries(
      wrong.map(({ kind }) => [
        kind,
        percentile(
          outcomes.filter((each) => each.kind === kind).map(({ answerMs }) => answerMs),
          0.5,
        ),
      ]),
    ),
    server_rss_mb: { before: Math.round(rssBefore / 2 ** 20), after: Math.round(rss(server.pid) / 2 ** 20) },
    ...(unlike.length > 0 && { answers: [...new Set(unlike.map(({ answer }) => answer))].slice(0, 9) }),
  }
  return { isRight: unlike.length + shutOut.length === 0 && left === 0, result }
}

function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000
  return () => performance.now() >= end
}

async function main(): Promise<number> {
  let options: Options
  try {
    options = readOptions()
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  const server = await startServerProcess({ TRUST_PROXY: 'on', GUESTS_PER_HOUR: '1000000' })
  try {
    const { isRight, result } = await run(await prepare(server), options)
    console.log(JSON.stringify(result))
    return isRight ? 0 : 1
  } finally {
    await server.remove()
  }
}

process.exit(await main())
