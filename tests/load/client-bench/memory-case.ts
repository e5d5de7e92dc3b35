import type { CDPSession } from 'playwright-core'
import * as Y from 'yjs'
import { newId } from '../../../client/lib/ids.ts'
import { HeadlessPage } from '../../support/headless-page.ts'
import { Random } from '../../support/random.ts'
import { until } from '../../support/until.ts'
import { type BenchStage, isSaved, newWatchedPage, settle } from './bench-stage.ts'
import type { Figures } from './figures.ts'

const PEOPLE = 8
/** Of each person: characters typed a second, a tenth of them taken back, and a new line now and then. */
const EDITS_PER_SECOND = 5
/** The text is kept about as long as this, so that only its history grows. */
const TEXT_UNITS = 20_000
const SAMPLES = 12
const MIB = 1024 * 1024

interface Sample {
  readonly edits: number
  /** After a forced collection. */
  readonly heapMb: number
  readonly elements: number
  readonly listeners: number
  /** What one of the writers holds: the document itself with its history, as Yjs encodes it. */
  readonly documentKb: number
}

/** A page that is open in a busy room for a while: what becomes of its memory, beside the document's own growth. */
export async function memoryCase(stage: BenchStage, minutes: number): Promise<Figures> {
  const guest = await stage.newGuest()
  const [document, key] = [newId(), newId()]
  const people: HeadlessPage[] = []
  try {
    for (let index = 0; index < PEOPLE; index++) {
      const kind = index === 0 ? 'blank' : 'open'
      const person = new HeadlessPage({ url: stage.server.url, document, key, kind, name: `Person ${index}` })
      people.push(person)
      if (index === 0) person.type('A busy room\n')
      await until(() => person.isSaved, 20_000)
    }
    const page = await newWatchedPage(guest)
    await page.goto(`${stage.server.url}/d/${document}#k=${key}`)
    await isSaved(page)
    const devtools = await guest.newCDPSession(page)
    await devtools.send('Performance.enable')

    const room = new BusyRoom(people, new Random(1))
    room.begin()
    const samples: Sample[] = []
    for (let index = 0; index <= SAMPLES; index++) {
      await settle(page, (minutes * 60_000) / SAMPLES)
      const sample = { edits: room.edits, ...(await look(devtools)), documentKb: room.documentKb }
      samples.push(sample)
      console.error(JSON.stringify(sample))
    }
    room.end()
    return figuresOf(samples, minutes)
  } finally {
    await guest.close()
    await Promise.all(people.map((person) => person.close()))
  }
}

class BusyRoom {
  edits = 0
  readonly #people: readonly HeadlessPage[]
  readonly #random: Random
  #timer: NodeJS.Timeout | null = null

  constructor(people: readonly HeadlessPage[], random: Random) {
    this.#people = people
    this.#random = random
  }

  get documentKb(): number {
    const doc = this.#people[0]?.replica?.doc
    return doc === undefined ? 0 : Y.encodeStateAsUpdateV2(doc).byteLength / 1024
  }

  begin(): void {
    this.#timer = setInterval(() => this.#edit(this.#random.pick(this.#people)), 1000 / (PEOPLE * EDITS_PER_SECOND))
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
  }

  #edit({ replica }: HeadlessPage): void {
    if (replica === null) return
    const { text, awareness } = replica
    const at = this.#random.below(text.length + 1)
    if (text.length > TEXT_UNITS) text.delete(Math.min(at, text.length - 200), 200)
    else if (this.#random.chance(0.1) && at > 0) text.delete(at - 1, 1)
    else text.insert(at, this.#random.chance(0.02) ? '\n' : this.#random.text(3))
    const position = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, Math.min(at, text.length)))
    awareness.setLocalStateField('cursor', { anchor: position, head: position })
    this.edits += 1
  }
}

async function look(devtools: CDPSession): Promise<Omit<Sample, 'edits' | 'documentKb'>> {
  for (let times = 0; times < 2; times++) await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { heapMb: of('JSHeapUsedSize') / MIB, elements: of('Nodes'), listeners: of('JSEventListeners') }
}

/** What is typical of the first and of the second half; the first sample is of a page that is still warming up. */
function figuresOf(samples: readonly Sample[], minutes: number): Figures {
  const warm = samples.slice(1)
  const half = Math.ceil(warm.length / 2)
  const [before, after] = [warm.slice(0, half), warm.slice(-half)]
  const growth = (name: keyof Sample): number => median(after, name) - median(before, name)
  const [first, last] = [samples[0], samples.at(-1)]
  return {
    minutes,
    edits: (last?.edits ?? 0) - (first?.edits ?? 0),
    heapMbBefore: median(before, 'heapMb'),
    heapMbAfter: median(after, 'heapMb'),
    heapGrowthBytesPerEdit: (growth('heapMb') * MIB) / Math.max(1, growth('edits')),
    documentGrowthBytesPerEdit: (growth('documentKb') * 1024) / Math.max(1, growth('edits')),
    elementsBefore: median(before, 'elements'),
    elementsAfter: median(after, 'elements'),
    listenersBefore: median(before, 'listeners'),
    listenersAfter: median(after, 'listeners'),
  }
}

function median(samples: readonly Sample[], name: keyof Sample): number {
  const sorted = samples.map((sample) => sample[name]).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
