import { readFileSync, readdirSync } from 'node:fs'

/** Linux counts whole processes in hundredths of a second. */
const TICK_MS = 10

/** The CPU time that a process has used so far, user and system, in ms: of all its threads, and of each that lives. */
export interface CpuReading {
  readonly processMs: number
  readonly threadsMs: ReadonlyMap<string, number>
}

export function readCpu(pid: number): CpuReading {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return { processMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, threadsMs: readThreads(pid) }
}

/** Threads are counted to the nanosecond, but those that have ended no more: then the process's own count has to do. */
export function cpuMsBetween(before: CpuReading, after: CpuReading): number {
  const isWhole = before.threadsMs.size > 0 && [...before.threadsMs.keys()].every((id) => after.threadsMs.has(id))
  if (!isWhole) return after.processMs - before.processMs
  return [...after.threadsMs].reduce((sum, [id, ms]) => sum + ms - (before.threadsMs.get(id) ?? 0), 0)
}

/** Empty where the system does not tell. */
function readThreads(pid: number): ReadonlyMap<string, number> {
  try {
    return new Map(
      readdirSync(`/proc/${pid}/task`).map((id) => {
        const [nanoseconds] = readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')
        return [id, Number(nanoseconds) / 1e6]
      }),
    )
  } catch {
    return new Map()
  }
}

/** The memory that a process has, and the most it has had, in bytes. */
export function residentBytes(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1024
  return { now: of('VmRSS'), peak: of('VmHWM') }
}
