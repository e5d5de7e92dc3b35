import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { WorldEnd } from './simulate/world-runner.ts'

/**
 * `npm run simulate`: whole worlds of browsers, a server, its disk and the network between them, each in one thread on a
 * clock, a network and a disk that do only what its seed says; both ends run production code. A seed that fails fails again.
 * The last line is one JSON object; the exit status 0 only when everything was as it must be in every world.
 */

const USAGE = `Usage: npm run simulate -- --runs N [options]

  --runs N    worlds to live through
  --seed S    the seed of the first; the others follow (default: of the clock)
  --jobs N    processes (default: 2)
`
/** After so many failures the rest would tell nothing new. */
const MAX_FAILURES = 10
const PROGRESS_MS = 5000
const RUNNER = fileURLToPath(new URL('simulate/world-runner.ts', import.meta.url))

const say = (line: string): void => console.error(line)

interface Options {
  readonly runs: number
  readonly seed: number
  readonly jobs: number
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: { runs: { type: 'string' }, seed: { type: 'string' }, jobs: { type: 'string', default: '2' } },
  })
  const runs = Number(values.runs)
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  const jobs = Number(values.jobs)
  const isUsable = [runs, jobs].every((count) => Number.isInteger(count) && count > 0) && Number.isInteger(seed)
  return isUsable && seed >= 0 ? { runs, seed, jobs: Math.min(jobs, runs) } : null
}

class Simulation {
  readonly #options: Options
  readonly #happened: Record<string, number> = {}
  readonly #failed: number[] = []
  #next: number
  #done = 0

  constructor(options: Options) {
    this.#options = options
    this.#next = options.seed
  }

  async run(): Promise<Record<string, unknown>> {
    const { runs, seed, jobs } = this.#options
    const began = performance.now()
    const seconds = (): number => Math.round((performance.now() - began) / 100) / 10
    const progress = setInterval(() => {
      say(`${this.#done} of ${runs} worlds, ${this.#failed.length} failed, ${seconds()} s`)
    }, PROGRESS_MS)
    await Promise.all(Array.from({ length: jobs }, () => this.#work()))
    clearInterval(progress)
    return { runs: this.#done, failed: this.#failed, happened: this.#happened, seconds: seconds(), seed }
  }

  /** One process, which lives through one world after the other. */
  async #work(): Promise<void> {
    const runner = fork(RUNNER, [], { execArgv: ['--import', 'tsx'], stdio: 'inherit' })
    const { seed, runs } = this.#options
    while (this.#next < seed + runs && this.#failed.length < MAX_FAILURES) {
      const world = this.#next
      this.#next += 1
      this.#note(await endOf(runner, world))
      if (!runner.connected) break
    }
    runner.kill()
  }

  #note({ seed, happened, failure }: WorldEnd): void {
    this.#done += 1
    for (const [name, count] of Object.entries(happened)) this.#happened[name] = (this.#happened[name] ?? 0) + count
    if (failure === null) return
    this.#failed.push(seed)
    say(`${failure}\nAgain: npm run simulate -- --runs 1 --seed ${seed}\n`)
  }
}

async function endOf(runner: ChildProcess, seed: number): Promise<WorldEnd> {
  const controller = new AbortController()
  const { signal } = controller
  const ended = once(runner, 'message', { signal }).then(([end]) => end as WorldEnd)
  const died = once(runner, 'exit', { signal }).then(([status]): WorldEnd => {
    return { seed, happened: {}, failure: `SEED=${seed} failed: its process ended with status ${String(status)}` }
  })
  died.catch(() => {})
  runner.send(seed)
  try {
    return await Promise.race([ended, died])
  } finally {
    controller.abort()
    ended.catch(() => {})
  }
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options === null) {
    say(USAGE)
    return 2
  }
  say(`seed ${options.seed}`)
  const result = await new Simulation(options).run()
  console.log(JSON.stringify(result))
  return (result['failed'] as number[]).length === 0 ? 0 : 1
}

process.exit(await main())
