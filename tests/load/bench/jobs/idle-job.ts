import { newId } from '../../../../client/lib/ids.ts'
import { cpuMsBetween, readCpu, residentBytes } from '../process-cost.ts'
import type { LightClient } from '../wire/light-client.ts'
import { WIRES } from '../wire/wires.ts'
import type { ServerUnderLoad } from './server-under-load.ts'

const OPENED_AT_ONCE = 16

/** Connections that nobody types on. */
export interface IdleJob extends ServerUnderLoad {
  readonly kind: 'idle'
  readonly connections: number
  readonly perDocument: number
  readonly seconds: number
}

export interface IdleMeasures {
  readonly baseBytes: number
  readonly openBytesEach: number
  /** After `seconds` in which nothing was done. */
  readonly restedBytesEach: number
  readonly openCpuMsEach: number
  /** Of one core, while nothing is done. */
  readonly idleUse: number
  readonly peakBytes: number
  /** Connections that the server ended. */
  readonly lost: number
}

export async function idle({ system, url, pid, connections, perDocument, seconds }: IdleJob): Promise<IdleMeasures> {
  const documents = Array.from({ length: Math.ceil(connections / perDocument) }, () => ({
    document: newId(),
    key: newId(),
  }))
  const clients: LightClient[] = []
  let lost = 0
  const connect = async (index: number, creates: boolean): Promise<void> => {
    const name = documents[index % documents.length] ?? { document: '', key: '' }
    const client = await WIRES[system](
      { ...name, url, clientId: 1 + index, creates },
      {
        onUpdate: () => {},
        onSnapshot: () => {},
        onAcknowledged: () => {},
        onRefused: () => {},
        onClosed: () => lost++,
      },
    )
    clients.push(client)
  }
  const connectAll = async (from: number, to: number, creates: boolean): Promise<void> => {
    let next = from
    const worker = async (): Promise<void> => {
      while (next < to) await connect(next++, creates)
    }
    await Promise.all(Array.from({ length: OPENED_AT_ONCE }, worker))
  }
  const before = { bytes: residentBytes(pid).now, cpu: readCpu(pid) }
  await connectAll(0, documents.length, true)
  await connectAll(documents.length, connections, false)
  const opened = { bytes: residentBytes(pid).now, cpu: readCpu(pid), at: performance.now() }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const rested = { ...residentBytes(pid), cpu: readCpu(pid), at: performance.now() }
  const measures = {
    baseBytes: before.bytes,
    openBytesEach: (opened.bytes - before.bytes) / connections,
    restedBytesEach: (rested.now - before.bytes) / connections,
    openCpuMsEach: cpuMsBetween(before.cpu, opened.cpu) / connections,
    idleUse: cpuMsBetween(opened.cpu, rested.cpu) / (rested.at - opened.at),
    peakBytes: rested.peak,
    lost,
  }
  for (const client of clients) client.close()
  return measures
}
