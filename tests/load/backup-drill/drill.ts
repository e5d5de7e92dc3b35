import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MAX_SEED_BYTES } from '../../../shared/protocol/limits.ts'
import { RawClient, RawWriter, freshDocument } from '../../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../../support/test-server.ts'
import { type Ran, weft } from '../../support/weft-command.ts'
import { type Phase, type Place, Typist, compare, pause } from './typist.ts'

export interface DrillOptions {
  readonly documents: number
  /** Of each document. */
  readonly writers: number
  readonly pauseMs: number
  /** Text in other documents, so that a backup has something to copy. */
  readonly megabytes: number
}

export interface DrillTotals {
  backups: number
  restored: number
  verified: number
  lost: number
  duplicated: number
}

/** The settings of a server that is to take as many documents and edits as the drill makes. */
const UNLIMITED = { DOCUMENTS_PER_HOUR: '1000000', GUESTS_PER_HOUR: '1000000', MAX_CONNECTIONS_PER_ADDRESS: '1000' }

/** People typing on a server, and backups taken meanwhile, each of which is restored and looked at. */
export class Drill {
  readonly totals: DrillTotals = { backups: 0, restored: 0, verified: 0, lost: 0, duplicated: 0 }
  readonly backupMs: number[] = []
  #phase: Phase = 'quiet'
  readonly #folder: string
  readonly #server: ServerProcess
  readonly #documents: readonly { document: string; key: string }[]
  readonly #typists: readonly Typist[]
  readonly #typing: Promise<unknown>

  private constructor(
    folder: string,
    server: ServerProcess,
    documents: readonly { document: string; key: string }[],
    typists: readonly Typist[],
    { pauseMs }: DrillOptions,
  ) {
    this.#folder = folder
    this.#server = server
    this.#documents = documents
    this.#typists = typists
    this.#typing = Promise.all(typists.map((typist) => typist.type(pauseMs, () => this.#phase)))
    // Told by `stop`.
    this.#typing.catch(() => {})
  }

  static async start(options: DrillOptions): Promise<Drill> {
    const folder = await mkdtemp(join(tmpdir(), 'weft-drill-'))
    const server = await startServerProcess({ ...UNLIMITED, DATA_DIR: join(folder, 'data') })
    try {
      const client = await RawClient.connect(server.url)
      for (let done = 0; done < options.megabytes; done++) await create(client, noise(MAX_SEED_BYTES))
      const documents = []
      for (let made = 0; made < options.documents; made++) documents.push(await create(client))
      client.close()
      const typists = []
      for (const [index, document] of documents.entries()) {
        for (let writer = 0; writer < options.writers; writer++) {
          typists.push(await Typist.join(server.url, `d${index}w${writer}`, document))
        }
      }
      return new Drill(folder, server, documents, typists, options)
    } catch (error) {
      await server.kill()
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  get acknowledged(): number {
    return this.#typists.reduce((sum, { place }) => sum + place.acknowledged, 0)
  }

  /** How long acknowledgements took while the machine was at `phase`, in order of length. */
  delays(phase: Phase): number[] {
    const delays = this.#typists.flatMap((typist) => typist.delays.filter((delay) => delay.phase === phase))
    return delays.map(({ ms }) => ms).toSorted((a, b) => a - b)
  }

  /** Backs up, restores into a fresh folder, verifies, and compares what a server on that folder shows. */
  async round(): Promise<{ readonly archiveBytes: number }> {
    const archive = join(this.#folder, `${this.totals.backups}.tgz`)
    const restored = join(this.#folder, `${this.totals.backups}`)
    const before = this.#typists.map(({ place }) => place)
    try {
      this.#phase = 'backup'
      const begun = performance.now()
      succeeded(await weft(['backup', archive], { DATA_DIR: this.#server.dataDirectory }))
      this.backupMs.push(performance.now() - begun)
      this.totals.backups++
      this.#phase = 'restore'
      succeeded(await weft(['restore', archive], { DATA_DIR: restored }))
      this.totals.restored++
      succeeded(await weft(['verify'], { DATA_DIR: restored }))
      this.totals.verified++
      await this.#compare(restored, before)
      return { archiveBytes: (await stat(archive)).size }
    } finally {
      this.#phase = 'quiet'
      await rm(archive, { force: true })
      await rm(restored, { recursive: true, force: true })
    }
  }

  /** Rejects when a writer had to give up. */
  async stop(): Promise<void> {
    for (const typist of this.#typists) typist.stop()
    try {
      await this.#typing
    } finally {
      await this.#server.kill()
      await rm(this.#folder, { recursive: true, force: true })
    }
  }

  async #compare(folder: string, before: readonly Place[]): Promise<void> {
    const server = await startServerProcess({ ...UNLIMITED, DATA_DIR: folder })
    try {
      const client = await RawClient.connect(server.url)
      for (const document of this.#documents) {
        const reader = new RawWriter(client, document)
        const joined = await reader.join()
        if (!joined.ok) throw new Error(`a restored document cannot be joined: ${joined.code}`)
        for (const place of before.filter((place) => place.document === document.document)) {
          const { lost, duplicated } = compare(reader.text.toString(), place)
          this.totals.lost += lost
          this.totals.duplicated += duplicated
        }
      }
      client.close()
    } finally {
      await server.kill()
    }
  }
}

async function create(client: RawClient, text?: string): Promise<{ document: string; key: string }> {
  const document = freshDocument()
  for (;;) {
    const created = await client.create(document.document, document.key, text)
    if (created.ok) return document
    if (created.code !== 'slow') throw new Error(`not created: ${created.code}`)
    await pause(created.retryAfterMs ?? 100)
  }
}

function succeeded({ status, stderr }: Ran): void {
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`)
}

/** Text that does not compress much. */
function noise(length: number): string {
  let text = ''
  while (text.length < length) text += Math.random().toString(36).slice(2)
  return text.slice(0, length)
}
