import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { type Clock, systemClock } from '../../server/lib/clock.ts'
import { createLog } from '../../server/observability/log.ts'

/** A page that loads nothing: enough wherever no browser runs. */
const FIXTURE_CLIENT = new URL('../fixtures/client/', import.meta.url)
const MAIN = new URL('../../dist/server/main.js', import.meta.url)
const START_TIMEOUT_MS = 20_000
const EXIT_TIMEOUT_MS = 20_000
const ANSWER_TIMEOUT_MS = 30_000

/** Options by the names in `server/config.ts`. PORT is 0, and DATA_DIR a temporary folder, unless given. */
type Environment = Readonly<Record<string, string>>

/** Of a log line, what tests look at. */
export interface LogLine {
  readonly level: string
  readonly msg?: string
  readonly [field: string]: unknown
}

/** A server in this process, from source but for its worker threads. It serves a stand-in for the built client, unless given one. */
export interface TestServer {
  /** `http://127.0.0.1:<port>`, without the base path. */
  readonly url: string
  readonly port: number
  readonly dataDirectory: string
  readonly log: readonly LogLine[]
  /** Stops gracefully and starts anew, on the same port and folder. */
  restart(): Promise<void>
  /** Stops the server and removes its folder, if it was a temporary one. */
  remove(): Promise<void>
}

/** A server, in this process or another, as somebody else knows it. */
export type ReachedServer = Pick<TestServer, 'url' | 'dataDirectory'>

export async function startServer(
  env: Environment = {},
  clock: Clock = systemClock,
  clientDirectory = FIXTURE_CLIENT,
): Promise<TestServer> {
  const folder = await dataFolder(env['DATA_DIR'])
  const log: LogLine[] = []
  const destination = { write: (line: string) => void log.push(JSON.parse(line) as LogLine) }
  const start = async (startPort: number): Promise<[App, number]> => {
    const config = readConfig({ LOG_LEVEL: 'debug', ...env, PORT: String(startPort), DATA_DIR: folder.path })
    const app = await createApp(config, {
      clock,
      log: createLog({ level: config.logLevel, destination }),
      clientDirectory,
    })
    return [app, (await app.listen()).port]
  }
  let [app, port] = await start(Number(env['PORT'] ?? 0))
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDirectory: folder.path,
    log,
    restart: async () => {
      await app.close()
      ;[app, port] = await start(port)
    },
    remove: async () => {
      await app.close()
      await folder.remove()
    },
  }
}

/**
 * The built server as a process of its own. Resolves when it accepts connections; rejects with its exit status and output
 * when it ends before.
 */
export async function startServerProcess(
  env: Environment = {},
  nodeArguments: readonly string[] = [],
): Promise<ServerProcess> {
  const server = new ServerProcess(await dataFolder(env['DATA_DIR']), env, nodeArguments)
  try {
    await server.restart()
    return server
  } catch (error) {
    await server.remove()
    throw error
  }
}

/** A built server that can be killed and started again on the same port and folder. It serves the built client. */
export class ServerProcess {
  readonly dataDirectory: string
  readonly #folder: DataFolder
  readonly #env: Environment
  /** Before the name of the program. */
  readonly #nodeArguments: readonly string[]
  #child: ChildProcess | null = null
  #output = ''
  #port: number

  constructor(folder: DataFolder, env: Environment, nodeArguments: readonly string[]) {
    this.dataDirectory = folder.path
    this.#folder = folder
    this.#env = env
    this.#nodeArguments = nodeArguments
    this.#port = Number(env['PORT'] ?? 0)
  }

  get port(): number {
    return this.#port
  }

  /** `http://127.0.0.1:<port>`, without the base path. The same after a restart. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get exited(): boolean {
    return this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** The signal that ended it; null when it exited by itself, or still runs. */
  get endedBy(): NodeJS.Signals | null {
    return this.#child?.signalCode ?? null
  }

  /** All it has written, of every run. */
  get output(): string {
    return this.#output
  }

  /** Asks what was loaded into the process (`nodeArguments`), and resolves to its next message. */
  async ask(question: object): Promise<unknown> {
    const child = this.#child
    if (child === null || this.exited) throw new Error('the server does not run')
    const answer = once(child, 'message', { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    child.send(question)
    return ((await answer) as [unknown])[0]
  }

  /** Sends a signal, and does not wait for what comes of it. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** SIGKILL: what a crash or a power cut leaves is what was stored. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Resolves to the exit status; null when a signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    return this.#end(signal)
  }

  /** Ends the process if it runs, and removes its folder if it was a temporary one. */
  async remove(): Promise<void> {
    await this.kill()
    await this.#folder.remove()
  }

  /** After `kill` or `stop`: the same server again. */
  async restart(): Promise<void> {
    if (!this.exited) throw new Error('the server still runs')
    const env = { ...process.env, ...this.#env, DATA_DIR: this.dataDirectory, PORT: String(this.#port) }
    const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const
    const child = spawn(process.execPath, [...this.#nodeArguments, MAIN.pathname], { env, stdio: [...stdio] })
    this.#child = child
    const from = this.#output.length
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}:\n${this.#output.slice(from)}`))
      const timer = setTimeout(() => fail('the server did not start in time'), START_TIMEOUT_MS)
      const read = (chunk: Buffer): void => {
        this.#output += chunk.toString()
        const ready = /"url":"http:\/\/[^"]*:(\d+)\//.exec(this.#output.slice(from))
        if (ready === null) return
        clearTimeout(timer)
        this.#port = Number(ready[1])
        resolve()
      }
      child.stdout?.on('data', read)
      child.stderr?.on('data', read)
      child.once('close', (code) => {
        clearTimeout(timer)
        fail(`the server exited with status ${code}`)
      })
    })
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (child === null) return null
    if (!this.exited) {
      const closed = once(child, 'close')
      const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_TIMEOUT_MS)
      child.kill(signal)
      await closed
      clearTimeout(timer)
    }
    return child.exitCode
  }
}

interface DataFolder {
  readonly path: string
  remove(): Promise<void>
}

async function dataFolder(given: string | undefined): Promise<DataFolder> {
  if (given !== undefined) return { path: given, remove: async () => {} }
  const path = await mkdtemp(join(tmpdir(), 'weft-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
