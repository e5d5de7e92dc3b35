import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ProbeReport, probe } from '../../support/probed-server.ts'
import { Random } from '../../support/random.ts'
import type { LogLine, ServerProcess } from '../../support/test-server.ts'
import { Attackers } from './attackers.ts'
import { engineFrame, websocketProtocolFrame } from './engine-frames.ts'
import { eventFrame } from './event-frames.ts'
import type { Frame, Layer } from './frame.ts'
import { HonestDocument } from './honest-documents.ts'
import { httpFrame } from './http-frames.ts'
import { packetFrame } from './packet-frames.ts'
import { Tally } from './tally.ts'
import { awarenessFrame, updateFrame } from './update-frames.ts'

export interface FuzzOptions {
  readonly frames: number
  readonly seed: number
  /** The number of the first frame: what a frame is depends on the seed and its number. */
  readonly from: number
  /** Where frames that something was found after are written. */
  readonly folder: string
  readonly say: (line: string) => void
}

export interface FuzzResult {
  readonly frames: number
  readonly framesByLayer: Tally
  readonly answers: Tally
  readonly connections: number
  readonly documents: number
  /** Documents that attackers made read differently to different pages, and those that the server found spoilt and mended. */
  readonly differed: number
  readonly mended: number
  readonly slowestHandlerMs: number
  /** Since the warm-up, both measured after a forced collection. */
  readonly rssGrowthBytes: number
  /** Handlers that took too much CPU time. */
  readonly slowHandlers: readonly string[]
  /** Everything else that must not happen. */
  readonly findings: readonly string[]
}

/** Between two of these the documents are looked at and exchanged for fresh ones. */
const FRAMES_PER_ROUND = 20_000
const FRAMES_PER_BATCH = 250
/** Before memory is measured first, so that code is compiled and caches are filled. */
const WARM_UP_FRAMES = 10_000
const ATTACKED_DOCUMENTS = 5
const MAX_HANDLER_MS = 50
const MAX_FINDINGS = 20

const MENDED = /"document":"([^"]+)".*continues in a new epoch/

/** How long after the last one left a document is looked at, and forgotten. */
const FORGOTTEN_MS = 4000
const REOPENED_AT_ONCE = 10

/** How much of the fuzz each layer gets: the more the server itself reads there, the more. */
const WEIGHTS: Readonly<Record<Layer, number>> = {
  http: 2,
  engine: 2,
  websocket: 2,
  packet: 4,
  event: 6,
  update: 10,
  awareness: 4,
}
const LOTS = Object.entries(WEIGHTS).flatMap(([layer, weight]) => Array.from({ length: weight }, () => layer as Layer))

interface SentFrame extends Frame {
  readonly number: number
}

/** One fuzz of one server: honest people write while attackers send, and everything found is kept with the frames before it. */
export class FuzzRun {
  readonly #server: ServerProcess
  readonly #options: FuzzOptions
  readonly #attackers: Attackers
  readonly #byLayer = new Tally()
  readonly #findings: string[] = []
  readonly #slowHandlers: string[] = []
  readonly #ended: HonestDocument[] = []
  /** The ids of documents that the server found spoilt, and mended. */
  readonly #mended = new Set<string>()
  readonly #sids: string[] = []
  readonly #report = (finding: string): void => this.#find(finding)
  #documents: HonestDocument[] = []
  #batch: SentFrame[] = []
  #sent = 0
  #isUnsaved = false
  #outputRead = 0
  #slowestMs = 0
  #warm: ProbeReport | null = null

  constructor(server: ServerProcess, options: FuzzOptions) {
    this.#server = server
    this.#options = options
    this.#attackers = new Attackers(server.port, new Random(options.seed))
  }

  /** Rejects only when the fuzz itself cannot go on; what the server does wrong is in the result. */
  async run(): Promise<FuzzResult> {
    const { frames, say } = this.#options
    const threw = (error: unknown): void => this.#find(`a page threw: ${String(error)}`)
    process.on('uncaughtException', threw)
    // What it took to start is nobody's frame.
    await probe(this.#server)
    while (this.#sent < frames && !this.#isOver) await this.#round()
    this.#attackers.close()
    if (!this.#server.exited) {
      say(`opening ${this.#ended.length} documents once more`)
      await new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS))
      for (let first = 0; first < this.#ended.length; first += REOPENED_AT_ONCE) {
        const some = this.#ended.slice(first, first + REOPENED_AT_ONCE)
        await Promise.all(some.map((document) => document.reopen(() => this.#isMended(document))))
      }
    }
    const after = await this.#lastReport()
    const before = this.#warm ?? after
    process.off('uncaughtException', threw)
    return {
      frames: this.#sent,
      framesByLayer: this.#byLayer,
      answers: this.#attackers.answers,
      connections: this.#attackers.opened,
      documents: this.#ended.length,
      differed: this.#ended.filter(({ differed }) => differed).length,
      mended: this.#mended.size,
      slowestHandlerMs: this.#slowestMs,
      rssGrowthBytes: (after?.rss ?? 0) - (before?.rss ?? 0),
      slowHandlers: this.#slowHandlers,
      findings: this.#findings,
    }
  }

  get #isOver(): boolean {
    return this.#server.exited || this.#findings.length >= MAX_FINDINGS
  }

  async #round(): Promise<void> {
    const { frames, say } = this.#options
    const { url } = this.#server
    this.#documents = Array.from({ length: ATTACKED_DOCUMENTS + 1 }, (_, index) => {
      return new HonestDocument(url, index < ATTACKED_DOCUMENTS, this.#report)
    })
    for (const document of this.#documents) await document.open()
    await this.#attackers.enter(this.#documents.filter(({ isAttacked }) => isAttacked))
    const end = Math.min(frames, this.#sent + FRAMES_PER_ROUND)
    const started = performance.now()
    const first = this.#sent
    while (this.#sent < end && !this.#isOver) await this.#sendBatch(Math.min(FRAMES_PER_BATCH, end - this.#sent))
    const seconds = (performance.now() - started) / 1000
    const rate = Math.round((this.#sent - first) / seconds)
    const slowest = Math.round(this.#slowestMs)
    const found = this.#findings.length + this.#slowHandlers.length
    say(`${this.#sent} frames, ${rate}/s, slowest handler ${slowest} ms, ${found} found`)
    if (this.#server.exited) return
    for (const document of this.#documents) {
      await document.settle()
      await document.close()
      this.#ended.push(document)
    }
    await this.#keepBatch()
  }

  async #sendBatch(size: number): Promise<void> {
    const { frames, from, seed } = this.#options
    this.#batch = []
    this.#isUnsaved = false
    await this.#beginPolling()
    for (let i = 0; i < size; i++) {
      const number = from + this.#sent++
      this.#send(number, new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b)))
    }
    const random = new Random(seed ^ this.#sent)
    for (let i = 0; i < 3; i++) random.pick(this.#documents).type(random)
    try {
      const isWarm = this.#warm === null && this.#sent >= Math.min(WARM_UP_FRAMES, frames / 4)
      const report = await probe(this.#server, { collect: isWarm })
      if (isWarm) this.#warm = report
      this.#look(report)
      await this.#attackers.ready()
    } catch (error) {
      this.#find(this.#server.exited ? 'the server ended' : `the server does not answer: ${String(error)}`)
    }
    this.#readLog()
    await this.#keepBatch()
  }

  #send(number: number, random: Random): void {
    const layer = random.pick(LOTS)
    this.#byLayer.add(layer)
    if (layer === 'event' || layer === 'update' || layer === 'awareness')
      return this.#sendAsMember(number, layer, random)
    const frame = this.#outerFrame(layer, random)
    this.#batch.push({ ...frame, number })
    if (frame.depth !== 'member') this.#attackers.connection(frame.depth, random).write(frame.bytes)
  }

  #outerFrame(layer: 'http' | 'engine' | 'websocket' | 'packet', random: Random): Frame {
    switch (layer) {
      case 'http':
        return httpFrame(random)
      case 'engine':
        return engineFrame(random, this.#sids)
      case 'websocket':
        return websocketProtocolFrame(random)
      case 'packet':
        return packetFrame(random)
    }
  }

  #sendAsMember(number: number, layer: 'event' | 'update' | 'awareness', random: Random): void {
    const member = this.#attackers.pickMember(random)
    const attacked = this.#documents.find(({ document }) => document === member.address.document)
    if (attacked === undefined) throw new Error('an attacker is in no document of this round')
    const closed = this.#documents.filter(({ isAttacked }) => !isAttacked).map(({ document }) => document)
    const view = member.view(attacked.doc, closed)
    const acknowledgement = member.nextAcknowledgement()
    const update = layer === 'update' ? updateFrame(random, view, acknowledgement) : null
    const frame =
      update ?? (layer === 'event' ? eventFrame(random, view, acknowledgement) : awarenessFrame(random, view))
    this.#batch.push({ ...frame, number })
    member.send(frame.bytes, acknowledgement, update?.grows ?? 0)
  }

  /** Long polling is aimed at sessions that exist. */
  async #beginPolling(): Promise<void> {
    try {
      const answer = await fetch(`${this.#server.url}/socket.io/?EIO=4&transport=polling`)
      const sid = /"sid":"([^"]+)"/.exec(await answer.text())?.[1]
      if (sid !== undefined) this.#sids.unshift(sid)
      this.#sids.splice(8)
    } catch (error) {
      this.#find(`long polling is not answered: ${String(error)}`)
    }
  }

  #look({ slow }: ProbeReport): void {
    for (const { what, cpuMs, collectedMs, wallMs } of slow) {
      const ownMs = cpuMs - collectedMs
      this.#slowestMs = Math.max(this.#slowestMs, ownMs)
      if (ownMs <= MAX_HANDLER_MS) continue
      const [own, collected, wall] = [ownMs, collectedMs, wallMs].map(Math.round)
      const cost = `${own} ms of CPU, besides ${collected} ms of garbage collection, in ${wall} ms`
      this.#keep(this.#slowHandlers, `a handler (${what}) took ${cost}`)
    }
  }

  /** What the server calls an error is one. */
  #readLog(): void {
    const { output } = this.#server
    const end = output.lastIndexOf('\n') + 1
    for (const line of output.slice(this.#outputRead, end).split('\n')) {
      if (/"level":"(error|fatal)"/.test(line)) this.#find(`log: ${logged(line)}`)
      const mended = MENDED.exec(line)?.[1]
      if (mended !== undefined) this.#mended.add(mended)
      if (line !== '' && !line.startsWith('{')) this.#find(`output: ${line}`)
    }
    this.#outputRead = end
  }

  #isMended({ document }: HonestDocument): boolean {
    this.#readLog()
    return this.#mended.has(document)
  }

  async #lastReport(): Promise<ProbeReport | null> {
    if (this.#server.exited) return null
    // Rooms are forgotten, and snapshots made, a little after the last one left.
    let report = await probe(this.#server, { collect: true })
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const next = await probe(this.#server, { collect: true })
      if (next.rss < report.rss) report = next
    }
    this.#readLog()
    return report
  }

  #find(finding: string): void {
    this.#keep(this.#findings, finding)
  }

  #keep(list: string[], finding: string): void {
    if (list.length >= MAX_FINDINGS) return
    list.push(`${finding} (frames ${this.#batch[0]?.number ?? 0} to ${this.#batch.at(-1)?.number ?? 0})`)
    this.#isUnsaved = true
    this.#options.say(`FOUND: ${finding}`)
  }

  /** Of a batch after which something was found: each frame with its bytes. */
  async #keepBatch(): Promise<void> {
    if (!this.#isUnsaved) return
    this.#isUnsaved = false
    const { folder, seed, say } = this.#options
    await mkdir(folder, { recursive: true })
    const file = join(folder, `seed-${seed}-frame-${this.#batch[0]?.number ?? 0}.jsonl`)
    const lines = this.#batch.map((frame) =>
      JSON.stringify({ ...frame, bytes: Buffer.from(frame.bytes).toString('base64') }),
    )
    await writeFile(file, `${lines.join('\n')}\n`)
    say(`kept ${file}`)
  }
}

function logged(line: string): string {
  try {
    const { msg, err, event } = JSON.parse(line) as LogLine & { err?: { message?: string; stack?: string } }
    return [msg, event, err?.stack ?? ''].join(' ').slice(0, 600)
  } catch {
    return line.slice(0, 600)
  }
}
