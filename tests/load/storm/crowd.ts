import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { CrowdAnswer, CrowdOrder } from './crowd-process.ts'
import type { StormClientOptions } from './storm-client.ts'

const PROGRAM = fileURLToPath(new URL('crowd-process.ts', import.meta.url))

/** All clients, spread over a few processes so that they are not what is waited for. */
export class Crowd {
  readonly #processes: ChildProcess[]

  constructor(processes: number) {
    this.#processes = Array.from({ length: processes }, () =>
      fork(PROGRAM, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    )
  }

  /** Resolves when everybody of them is in their documents; rejects when somebody is not. */
  async open(clients: readonly StormClientOptions[]): Promise<void> {
    const count = this.#processes.length
    await this.#all((index) => ({ do: 'open', clients: clients.filter((_client, at) => at % count === index) }))
  }

  async order(order: Exclude<CrowdOrder, { do: 'open' }>): Promise<CrowdAnswer[]> {
    return this.#all(() => order)
  }

  end(): void {
    for (const child of this.#processes) child.kill('SIGKILL')
  }

  async #all(orderOf: (index: number) => CrowdOrder): Promise<CrowdAnswer[]> {
    const answers = await Promise.all(this.#processes.map((child, index) => ask(child, orderOf(index))))
    const late = answers.flatMap(({ laggards = [] }) => laggards)
    if (late.length > 0) throw new Error(`${late.length} clients are not synced: ${late.slice(0, 5).join('; ')}`)
    return answers
  }
}

async function ask(child: ChildProcess, order: CrowdOrder): Promise<CrowdAnswer> {
  const over = new AbortController()
  const answer = once(child, 'message', over) as Promise<[CrowdAnswer]>
  const ended = once(child, 'exit', over).then(() => {
    throw new Error('a process of the crowd ended')
  })
  child.send(order)
  try {
    return (await Promise.race([answer, ended]))[0]
  } finally {
    over.abort()
    await Promise.allSettled([answer, ended])
  }
}
