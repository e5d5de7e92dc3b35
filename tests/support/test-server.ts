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

interface TestServerOptions {
  /** Options by the names in `server/config.ts`; PORT is 0 unless given. */
  readonly env?: Readonly<Record<string, string>>
  /** A new temporary folder unless given; only that one is removed at the end. */
  readonly dataDirectory?: string
}

/** Of a log line, what tests look at. */
export interface LogLine {
  readonly level: string
  readonly msg?: string
  readonly [field: string]: unknown
}

/** A server in this process, from source but for its worker threads. It serves a stand-in for the built client. */
export interface TestServer {
  readonly app: App
  /** `http://127.0.0.1:<port>`, without the base path. */
  readonly url: string
  readonly port: number
  readonly dataDirectory: string
  readonly log: readonly LogLine[]
  close(): Promise<void>
}

export async function startTestServer(
  options: TestServerOptions & { readonly clock?: Clock } = {},
): Promise<TestServer> {
  const folder = await dataFolder(options.dataDirectory)
  const log: LogLine[] = []
  const destination = { write: (line: string) => void log.push(JSON.parse(line) as LogLine) }
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'debug', ...options.env, DATA_DIR: folder.path })
  const app = await createApp(config, {
    clock: options.clock ?? systemClock,
    log: createLog({ level: config.logLevel, destination }),
    clientDirectory: FIXTURE_CLIENT,
  })
  const { port } = await app.listen()
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    port,
    dataDirectory: folder.path,
    log,
    close: async () => {
      await app.close()
      await folder.remove()
    },
  }
}

/**
 * The built server as a process of its own, which can be killed and started again on the same port and folder. It serves
 * the built client.
 */
export class ServerProcess {
  readonly dataDirectory: string
  readonly #remove: () => Promise<void>
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | null = null
  #output = ''
  #port = 0

  /** Resolves when the server accepts connections; rejects with its output when it ends before. */
  static async start(options: TestServerOptions = {}): Promise<ServerProcess> {
    const folder = await dataFolder(options.dataDirectory)
    const server = new ServerProcess(folder, options.env ?? {})
    try {
      await server.#start()
      return server
    } catch (error) {
      await server.close()
      throw error
    }
  }

  private constructor(folder: DataFolder, env: Readonly<Record<string, string>>) {
    this.dataDirectory = folder.path
    this.#remove = folder.remove
    this.#env = env
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

  /** All it has written, of every run. */
  get output(): string {
    return this.#output
  }

  /** SIGKILL: what a crash or a power cut leaves is what was stored. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** SIGTERM. Resolves to the exit status; null when it had to be killed. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  /** After `kill` or `stop`: the same server again, on the same port and folder. */
  async restart(): Promise<void> {
    if (this.#child !== null) throw new Error('the server still runs')
    await this.#start()
  }

  /** Ends the process if it runs and removes its folder. */
  async close(): Promise<void> {
    await this.kill()
    await this.#remove()
  }

  async #start(): Promise<void> {
    const env = { ...process.env, ...this.#env, DATA_DIR: this.dataDirectory }
    const port = this.#port === 0 ? (this.#env['PORT'] ?? '0') : String(this.#port)
    const child = spawn(process.execPath, [MAIN.pathname], { env: { ...env, PORT: port }, stdio: 'pipe' })
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
        fail(`the server ended with status ${code}`)
      })
    })
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    this.#child = null
    if (child === null) return null
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const closed = once(child, 'close')
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_TIMEOUT_MS)
    child.kill(signal)
    await closed
    clearTimeout(timer)
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
