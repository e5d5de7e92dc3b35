import { fileURLToPath } from 'node:url'
import { type ServerProcess, startServerProcess } from './test-server.ts'

/** How a server's process fares, since it was asked last. */
export interface ProbeReport {
  /** The dearest callbacks of its event loop, each with the promises it set off: CPU time, and of that garbage collection. */
  readonly slow: readonly SlowStretch[]
  /** In bytes. */
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
}

export interface SlowStretch {
  /** What kind of callback it was: `TCP`, `MessagePort`, `Timeout`, … */
  readonly what: string
  readonly cpuMs: number
  readonly collectedMs: number
  readonly wallMs: number
}

/** A built server with a probe in it (`server-probe.js`). */
export function startProbedServer(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const probe = fileURLToPath(new URL('server-probe.js', import.meta.url))
  return startServerProcess(env, ['--expose-gc', '--import', probe])
}

/** With `collect`, garbage is collected before the memory is measured. */
export async function probe(server: ServerProcess, { collect = false } = {}): Promise<ProbeReport> {
  return (await server.ask({ collect })) as ProbeReport
}
