import { newId } from '../../../../client/lib/ids.ts'
import { cpuMsBetween, readCpu, residentBytes } from '../process-cost.ts'
import { merged, traceUpdates } from '../trace-updates.ts'
import { openAuthor } from '../wire/authors.ts'
import type { DocumentName, ServerUnderLoad } from './server-under-load.ts'

/** One author writes a trace into a document, and then into the next one. */
export interface WriteJob extends ServerUnderLoad {
  readonly kind: 'write'
  readonly trace: string
  readonly edits: number | null
  readonly documents: number
  /** In each update. */
  readonly editsEach: number
}

export interface WriteMeasures {
  readonly documents: readonly DocumentName[]
  readonly updates: number
  readonly cpuMs: number
  readonly wallMs: number
  readonly growthBytes: number
  readonly peakBytes: number
}

export async function write(job: WriteJob): Promise<WriteMeasures> {
  const trace = traceUpdates(job.trace, job.edits)
  const updates = job.editsEach === 1 ? trace.updates : merged(trace.updates, job.editsEach)
  const documents: DocumentName[] = []
  const before = residentBytes(job.pid).now
  let [cpuMs, wallMs] = [0, 0]
  for (let i = 0; i < job.documents; i++) {
    const name = { document: newId(), key: newId() }
    documents.push(name)
    const target = { ...name, url: job.url, clientId: trace.clientId, creates: true }
    const author = await openAuthor(job.system, target, updates.length)
    const begun = { cpu: readCpu(job.pid), at: performance.now() }
    await author.write(updates)
    cpuMs += cpuMsBetween(begun.cpu, readCpu(job.pid))
    wallMs += performance.now() - begun.at
    author.close()
  }
  const { now, peak } = residentBytes(job.pid)
  return { documents, updates: updates.length, cpuMs, wallMs, growthBytes: now - before, peakBytes: peak }
}
