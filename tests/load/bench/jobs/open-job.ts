import { type OpenedDocument, openDocument } from '../opened-document.ts'
import { cpuMsBetween, readCpu, residentBytes } from '../process-cost.ts'
import { traceUpdates } from '../trace-updates.ts'
import { newId } from '../../../../client/lib/ids.ts'
import type { DocumentName, ServerUnderLoad } from './server-under-load.ts'

/** The first connections of a process cost what has to be compiled for them, whatever they open. */
const WARM_UPS = 20
/** What a server does after its answer belongs to it. */
const AFTER_MS = 500
/** Until what was allocated is what stays. */
const REST_MS = 3000

/** Opens each document once, and the first one again and again while the others stay open. */
export interface OpenJob extends ServerUnderLoad {
  readonly kind: 'open'
  readonly documents: readonly DocumentName[]
  /** How often the first one is opened again. */
  readonly again: number
  readonly trace: string
  readonly edits: number | null
}

export interface OpenMeasures {
  /** Until the first client has been told the whole document. */
  readonly firstWallMs: number
  readonly firstCpuMs: number
  /** Of the later openings of the first document, each. */
  readonly againWallMs: number
  readonly againCpuMs: number
  /** Of all documents, once each. */
  readonly allCpuMs: number
  readonly growthBytes: number
  /** Whether each opening came to the text of the trace. */
  readonly isWhole: boolean
}

export async function open(job: OpenJob): Promise<OpenMeasures> {
  const { text } = traceUpdates(job.trace, job.edits)
  const opened: OpenedDocument[] = []
  const openOne = async (index: number, clientId: number): Promise<OpenedDocument> => {
    const one = await openDocument(job, job.documents[index], clientId)
    opened.push(one)
    return one
  }
  const small = { document: newId(), key: newId() }
  for (let i = 0; i < WARM_UPS; i++) (await openDocument(job, small, 1 + i, i === 0)).client.close()
  await pause(AFTER_MS)
  const before = { bytes: residentBytes(job.pid).now, cpu: readCpu(job.pid) }
  const first = await openOne(0, 1)
  await pause(AFTER_MS)
  const firstCpuMs = cpuMsBetween(before.cpu, readCpu(job.pid))
  for (let index = 1; index < job.documents.length; index++) await openOne(index, 1)
  await pause(REST_MS)
  const allCpuMs = cpuMsBetween(before.cpu, readCpu(job.pid))
  const growthBytes = residentBytes(job.pid).now - before.bytes

  const cpuBefore = readCpu(job.pid)
  let againWallMs = 0
  for (let i = 0; i < job.again; i++) {
    const again = await openOne(0, 2 + i)
    againWallMs += again.wallMs
    again.client.close()
  }
  await pause(AFTER_MS)
  const againCpuMs = cpuMsBetween(cpuBefore, readCpu(job.pid))
  for (const { client } of opened) client.close()
  return {
    firstWallMs: first.wallMs,
    firstCpuMs,
    againWallMs: againWallMs / job.again,
    againCpuMs: againCpuMs / job.again,
    allCpuMs,
    growthBytes,
    isWhole: opened.every((one) => one.text() === text),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
