import type { Bench } from '../bench-setting.ts'
import type { Variant } from '../comparison.ts'
import { load } from '../load.ts'
import { ServerProcess } from '../server-process.ts'

const PER_DOCUMENT = 10
const SECONDS = 30
const LIMIT_MS = 10 * 60_000
/** Until what the start has taken is what stays. */
const AFTER_START_MS = 2000

/** Many connections on which nobody types. */
export function idle(bench: Bench, connections: number): Variant[] {
  const seconds = bench.seconds ?? SECONDS
  return [
    {
      name: `${connections} idle connections, ${PER_DOCUMENT} to a document`,
      setting: { connections, perDocument: PER_DOCUMENT, seconds },
      compared: ['KB each', 'KB each, rested', 'ms each to open'],
      measure: async (system) => {
        const server = await ServerProcess.start(system.program, bench.pin)
        try {
          await new Promise((resolve) => setTimeout(resolve, AFTER_START_MS))
          const { url, pid } = server
          const job = {
            kind: 'idle',
            system: system.name,
            url,
            pid,
            connections,
            perDocument: PER_DOCUMENT,
            seconds,
          } as const
          const measured = await load(job, bench.pin, LIMIT_MS)
          return {
            figures: {
              'KB each': measured.openBytesEach / 1024,
              'KB each, rested': measured.restedBytesEach / 1024,
              'ms each to open': measured.openCpuMsEach,
              'idle use': measured.idleUse,
              'base MB': measured.baseBytes / 2 ** 20,
              'peak MB': measured.peakBytes / 2 ** 20,
            },
            wrong: measured.lost > 0 ? [`${measured.lost} connections were lost`] : [],
          }
        } finally {
          await server.remove()
        }
      },
    },
  ]
}
