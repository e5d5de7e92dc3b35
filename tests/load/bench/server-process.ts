import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepChild, keepFolder, removeFolder } from './kept-children.ts'
import { type Pin, SERVER_CORE } from './pinning.ts'

const START_TIMEOUT_MS = 30_000
const EXIT_TIMEOUT_MS = 30_000

/** A program that serves; it takes PORT and DATA_DIR, and writes a line with `"url":"http://…:<port>/"` when it is ready. */
export interface Program {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
  /** Before the name of the program. */
  readonly nodeArguments: readonly string[]
}

/** A system under measurement: its own process, its own core, its own temporary folder. */
export class ServerProcess {
  readonly folder: string
  readonly #program: Program
  readonly #pin: Pin
  #child: ChildProcess | null = null
  #port = 0
  #output = ''

  private constructor(program: Program, pin: Pin) {
    this.#program = program
    this.#pin = pin
    this.folder = mkdtempSync(join(tmpdir(), 'weft-bench-'))
    keepFolder(this.folder)
  }

  /** Resolves when it accepts connections. */
  static async start(program: Program, pin: Pin): Promise<ServerProcess> {
    const server = new ServerProcess(program, pin)
    try {
      await server.restart()
      return server
    } catch (error) {
      await server.remove()
      throw error
    }
  }

  /** `http://127.0.0.1:<port>`. The same after a restart. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** After `stop`: again, on the same port and folder. */
  async restart(): Promise<void> {
    const { path, env, nodeArguments } = this.#program
    const command = [process.execPath, ...nodeArguments, path]
    const [name = '', ...args] = this.#pin === null ? command : this.#pin(SERVER_CORE, command)
    const child = spawn(name, args, {
      env: { ...process.env, HOST: '127.0.0.1', ...env, DATA_DIR: this.folder, PORT: String(this.#port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    keepChild(child)
    this.#child = child
    this.#output = ''
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${path} ${why}:\n${this.#output}`))
      const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS)
      const read = (chunk: Buffer): void => {
        // What is said later is of interest only when it failed.
        this.#output = (this.#output + chunk.toString()).slice(-20_000)
        const ready = /"url":"http:\/\/[^"]*:(\d+)\//.exec(this.#output)
        if (ready === null) return
        clearTimeout(timer)
        this.#port = Number(ready[1])
        resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('error', (error) => fail(String(error)))
      child.once('close', (code) => {
        clearTimeout(timer)
        fail(`exited with status ${code}`)
      })
    })
  }

  /** What it said last, for whoever asks why it failed. */
  get output(): string {
    return this.#output
  }

  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const closed = once(child, 'close')
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_TIMEOUT_MS)
    child.kill(signal)
    await closed
    clearTimeout(timer)
  }

  /** Ends it if it runs, and removes its folder. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    removeFolder(this.folder)
  }
}
