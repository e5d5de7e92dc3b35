import type { Bench } from '../bench-setting.ts'
import type { Variant } from '../comparison.ts'
import { load } from '../load.ts'
import { ServerProcess } from '../server-process.ts'

const LIMIT_MS = 2 * 60_000

/** What an acknowledgement is worth: the server is killed as soon as everything is acknowledged, and started again. */
export function crash(bench: Bench): Variant[] {
  return [
    {
      name: '200 updates in a second, then SIGKILL',
      setting: {},
      compared: [],
      measure: async (system) => {
        const server = await ServerProcess.start(system.program, bench.pin)
        try {
          const under = () => ({ system: system.name, url: server.url, pid: server.pid })
          const acknowledges = system.acknowledges !== 'never'
          const before = await load({ kind: 'crash', ...under(), acknowledges }, bench.pin, LIMIT_MS)
          await server.stop('SIGKILL')
          await server.restart()
          const { document, key, sent, acknowledged } = before
          // Nobody is told what was in a room that keeps nothing.
          const survived = system.keepsDocuments
            ? await load({ kind: 'survivors', ...under(), document, key }, bench.pin, LIMIT_MS)
            : 0
          const isBroken = system.acknowledges === 'durably' && (acknowledged < sent || survived < acknowledged)
          return {
            figures: { sent, acknowledged: acknowledges ? acknowledged : null, survived },
            wrong: isBroken ? [`of ${acknowledged} updates stored, ${survived} are there`] : [],
          }
        } finally {
          await server.remove()
        }
      },
    },
  ]
}
